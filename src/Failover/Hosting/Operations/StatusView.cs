using Failover.Elections;
using Failover.Operations;
using Failover.Sessions;

namespace Failover.Hosting.Operations;

/// <summary>What operators see of the replicated state.</summary>
internal static class StatusView
{
    private const int MostLedListed = 100;

    public static ClusterStatus Of(ClusterState state, ClusterSettings settings, string? coordinator, TimeSpan? leaseRemaining) => new()
    {
        ClusterId = settings.ClusterId,
        Member = settings.Self,
        Coordinator = coordinator,
        HasSession = leaseRemaining > TimeSpan.Zero,
        LeaseRemainingMs = Math.Max(0, leaseRemaining?.TotalMilliseconds ?? 0),
        LeaseMs = settings.LeaseDuration.TotalMilliseconds,
        Index = state.Index,
        Members = Members(state, settings, coordinator),
        Elections = [.. state.Elections.Values.Select(election => Of(state, election))],
        AuditCount = state.Audit.Count,
        AuditHead = state.Audit.Head,
    };

    private static MemberStatus[] Members(ClusterState state, ClusterSettings settings, string? coordinator)
    {
        var led = state.Elections.Values.Where(election => election.Leader is not null).ToLookup(election => election.Leader!.Value.Member, StringComparer.Ordinal);
        return
        [
            .. settings.Members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member =>
            {
                var known = state.Members.GetValueOrDefault(member.Key);
                return new MemberStatus
                {
                    Name = member.Key,
                    ClusterAddress = member.Value.ToString() ?? "",
                    Session = known?.Session?.Id,
                    Address = known?.Session?.Address,
                    Labels = LabelsOf(known?.Session),
                    Unfit = known?.Session?.Unfit,
                    Drained = known?.Drained,
                    IsCoordinator = member.Key == coordinator,
                    Leads = [.. led[member.Key].Take(MostLedListed).Select(election => election.Name)],
                };
            }),
        ];
    }

    private static ElectionStatus Of(ClusterState state, ElectionState election) => new()
    {
        Name = election.Name,
        Term = election.Term,
        Leader = election.Leader is { } leader ? new LeaderInfo(leader.Member, leader.Incarnation, state.Find(leader)?.Address, LabelsOf(state.Find(leader))) : null,
        Cause = election.Cause,
        Since = election.Since,
        Policy = election.Policy,
        PolicyRevision = election.PolicyRevision,
        Candidates = [.. election.Candidates.Values.Select(candidate => Of(state, election, candidate))],
        History = election.History,
        Request = election.Request,
        HandOver = election.HandOver,
        Pause = election.Pause,
        Quarantined = [.. election.Quarantined.Values],
        PassedOver = election.PassedOver,
    };

    private static CandidateReport Of(ClusterState state, ElectionState election, Candidate candidate)
    {
        var member = state.Members.GetValueOrDefault(candidate.Member);
        return new CandidateReport
        {
            Member = candidate.Member,
            Session = member?.Session?.Id,
            Priority = candidate.Priority,
            Labels = LabelsOf(member?.Session),
            Excluded = member switch
            {
                null or { Session: null } => "it has no session",
                { Drained: { } by } => $"it is drained by {by.Actor}",
                { Session.Unfit: { } unfit } => $"it reports itself unfit: {unfit}",
                _ when election.Quarantined.TryGetValue(candidate.Member, out var quarantine) => $"it is quarantined: {quarantine.Cause}",
                _ => null,
            },
        };
    }

    private static IReadOnlyDictionary<string, string> LabelsOf(SessionState? session) =>
        session?.Labels ?? System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;
}
