using System.Globalization;
using Failover.Audit;
using Failover.Sessions;
using Microsoft.AspNetCore.Http;

namespace Failover.Cli.Tests.Support;

/// <summary>The state that fake members tell: one election, three members, and an audit trail.</summary>
internal sealed class FakeCluster
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private AuditTrail _audit = AuditTrail.Empty;

    public FakeCluster(int records = 3)
    {
        for (var i = 0; i < records; i++)
        {
            Append("promoted");
        }
    }

    public ElectionStatus Election { get; set; } = Led("n1", 5);

    public IReadOnlyList<MemberStatus> Members { get; set; } = [Member("n1"), Member("n2"), Member("n3")];

    public bool HasSession { get; set; } = true;

    public IReadOnlyList<AuditRecord> Records => _audit.Records;

    public ClusterStatus Status => new()
    {
        ClusterId = "shop",
        Member = "n2",
        Coordinator = "n3",
        HasSession = HasSession,
        Index = 100,
        Members = Members,
        Elections = [Election],
        AuditCount = _audit.Count,
        AuditHead = _audit.Head,
    };

    public IReadOnlyList<PromotionRequest> Requests => Election.Request is { } request ? [request] : [];

    public Explanation Explanation { get; set; } = new()
    {
        Election = "dispatcher",
        Coordinator = "n3",
        Term = 5,
        Summary = "n1 leads because it is the first by priority",
        Details = ["n2 would follow"],
        Candidates = [Candidate("n2", 1), Candidate("n3", null, "it is drained")],
    };

    public static ElectionStatus Led(string leader, long term) => new()
    {
        Name = "dispatcher",
        Term = term,
        Leader = new LeaderInfo(leader, 4, "http://n1:8080", new Dictionary<string, string> { ["zone"] = "a" }),
        Cause = VacancyCause.CrashConfirmed,
        Since = Now - TimeSpan.FromMinutes(3),
        Policy = PromotionPolicy.Automatic with { Name = PromotionPolicy.OperatorApprovedName, RequestTimeoutMs = 60_000 },
        Candidates = [Candidate("n1", null), Candidate("n2", null)],
        History = [new TermRecord(term, new SessionId(leader, 4), VacancyCause.CrashConfirmed, Now) { VacantMs = 12.5 }],
    };

    public static ElectionStatus Vacant(int revision = 2, long number = 7, string? candidate = "n2") => Led("n1", 5) with
    {
        Leader = null,
        Request = Request(revision, number, candidate),
    };

    public static PromotionRequest Request(int revision, long number, string? candidate) => new()
    {
        Number = number,
        Revision = revision,
        Election = "dispatcher",
        Term = 5,
        Why = "the policy asks for one operator's approval",
        Candidate = candidate is null ? null : new SessionId(candidate, 3),
        Evidence = new Evidence
        {
            Cause = VacancyCause.LeaseExpired,
            OldLeader = new SessionId("n1", 4),
            LeaseHasRunOut = true,
            OldLeaderAddress = Reachability.Silent,
            Sightings = [new Sighting("n2", Reachability.Silent, 2_345)],
            Candidates = [Candidate("n2", 1), Candidate("n3", null, "it reports itself unfit", canForce: true)],
            Connected = 2,
            Quorum = 2,
            Members = 3,
            RecentPromotions = [new TermRecord(5, new SessionId("n1", 4), VacancyCause.FirstElection, Now)],
        },
        EvidenceDigest = "abc",
        ApprovalsNeeded = 1,
        OpenedAt = Now - TimeSpan.FromSeconds(40),
        RevisedAt = Now - TimeSpan.FromSeconds(10),
    };

    public static CandidateReport Candidate(string member, int? rank, string? excluded = null, bool canForce = false) => new()
    {
        Member = member,
        Session = new SessionId(member, 3),
        Rank = rank,
        Excluded = excluded,
        CanForce = canForce,
        Priority = 10,
        Labels = new Dictionary<string, string> { ["zone"] = "b" },
    };

    public AuditRecord Append(string verb, string? election = "dispatcher")
    {
        var number = _audit.Count + 1;
        _audit = _audit.Append(new AuditRecord
        {
            Number = number,
            Index = 10 + number,
            RaftTerm = 2,
            At = Now + TimeSpan.FromSeconds(number),
            Coordinator = "n3",
            Verb = verb,
            Election = election,
            Member = "n2#3",
            From = "n1#4",
            Term = number,
            Actor = "alice",
            Address = "10.0.0.1",
            Reason = "because",
            VacantMs = 12.5,
        });
        return _audit.Records[^1];
    }

    public IReadOnlyList<AuditRecord> Page(IQueryCollection query)
    {
        var after = long.Parse(query["after"].Single()!, CultureInfo.InvariantCulture);
        var limit = int.Parse(query["limit"].Single()!, CultureInfo.InvariantCulture);
        var election = query["election"].SingleOrDefault();
        return [.. _audit.Records.Where(record => record.Number > after && (election is null || record.Election == election)).Take(limit)];
    }

    private static MemberStatus Member(string name) => new()
    {
        Name = name,
        ClusterAddress = $"{name}:7101",
        Session = name == "n1" ? null : new SessionId(name, 3),
        Address = $"http://{name}:8080",
        Labels = new Dictionary<string, string> { ["zone"] = "a" },
        IsCoordinator = name == "n3",
        Leads = name == "n1" ? ["dispatcher"] : [],
    };
}
