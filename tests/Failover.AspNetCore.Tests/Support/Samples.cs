using Failover.Audit;
using Failover.Sessions;

namespace Failover.AspNetCore.Tests.Support;

/// <summary>A cluster of two in which everything that can be shown is there.</summary>
internal static class Samples
{
    public const string Election = "orders";

    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly OperatorNote Note = new("carol", "because", "key-1", "Cookies", "10.0.0.9");
    private static readonly Dictionary<string, string> Labels = new() { ["zone"] = "a" };
    private static readonly CandidateReport Candidate = new()
    {
        Member = "n2",
        Session = new SessionId("n2", 3),
        Rank = 1,
        Priority = 10,
        Position = 42,
        Labels = Labels,
    };

    private static readonly TermRecord Term = new(7, new SessionId("n1", 2), VacancyCause.FirstElection, At) { Labels = Labels, VacantMs = 12 };

    public static readonly PromotionRequest Request = new()
    {
        Number = 5,
        Revision = 2,
        Election = Election,
        Term = 7,
        Why = "the policy wants an operator",
        Candidate = new SessionId("n2", 3),
        Evidence = new Evidence
        {
            Cause = VacancyCause.LeaseExpired,
            OldLeader = new SessionId("n1", 2),
            LeaseHasRunOut = true,
            OldLeaderAddress = Reachability.Silent,
            Sightings = [new Sighting("n2", Reachability.Silent, 2_500)],
            Candidates = [Candidate],
            Connected = 2,
            Quorum = 2,
            Members = 2,
            RecentPromotions = [Term],
        },
        EvidenceDigest = "abc",
        ApprovalsNeeded = 2,
        Approvals = [new Approval("n2", false, Note, At)],
        OpenedAt = At,
        RevisedAt = At,
    };

    public static readonly ClusterStatus Status = new()
    {
        ClusterId = "c1",
        Member = "n1",
        Coordinator = "n2",
        HasSession = true,
        LeaseRemainingMs = 1_500,
        Index = 99,
        LeaseMs = 2_000,
        AuditCount = 0,
        AuditHead = "",
        Members =
        [
            new MemberStatus { Name = "n1", ClusterAddress = "127.0.0.1:1", Address = "http://n1:80", Drained = Note, Labels = Labels },
            new MemberStatus { Name = "n2", ClusterAddress = "127.0.0.1:2", Session = new SessionId("n2", 3), IsCoordinator = true },
        ],
        Elections =
        [
            new ElectionStatus
            {
                Name = Election,
                Term = 7,
                Cause = VacancyCause.LeaseExpired,
                Since = At,
                Policy = new PromotionPolicy { Name = PromotionPolicy.OperatorApprovedName, Approvals = 2 },
                Candidates = [Candidate],
                History = [Term],
                Request = Request,
                HandOver = new HandOver("n2", "n1", Note),
                Pause = new Pause(Note, 1_000),
                Quarantined = [new Quarantine("n1", VacancyCause.Resigned, 10_000)],
                PassedOver = [new PassedOver(new SessionId("n1", 2), "rejected by carol")],
            },
            new ElectionStatus
            {
                Name = "elsewhere",
                Term = 3,
                Leader = new LeaderInfo("n2", 3, "http://n2:80", Labels),
                Cause = VacancyCause.Goodbye,
                Since = At,
                Policy = PromotionPolicy.Automatic,
                Candidates = [],
                History = [],
            },
        ],
    };

    public static readonly Explanation Explanation = new()
    {
        Election = Election,
        Coordinator = "n2",
        Term = 7,
        Summary = "nobody leads: an operator has to decide",
        Details = ["request 5 is open"],
        Candidates = [Candidate],
    };

    public static AuditRecord Record(long number, string verb) => new()
    {
        Number = number,
        Index = number + 10,
        RaftTerm = 1,
        At = At,
        Coordinator = "n2",
        Verb = verb,
        Election = number % 2 == 0 ? "elsewhere" : Election,
        Hash = "h" + number,
    };
}
