using Failover.Elections;

namespace Failover.Promotion;

/// <summary>
/// The candidates of an election, best first: by priority, then reported position, then fewest leaderships, then not the
/// coordinator (so that one crash does not cost two elections), then name.
/// </summary>
/// <param name="Eligible">Those that may be promoted now, best first.</param>
/// <param name="Excluded">The others, each with its reason.</param>
internal sealed record Ranking(IReadOnlyList<RankedCandidate> Eligible, IReadOnlyList<Exclusion> Excluded)
{
    public static Ranking Of(ClusterState state, ElectionState election, ICandidateFacts facts)
    {
        List<RankedCandidate> eligible = [];
        List<Exclusion> excluded = [];
        foreach (var candidate in election.Candidates.Values)
        {
            if (WhyNot(state, election, candidate, facts) is { } reason)
            {
                excluded.Add(new Exclusion(candidate.Member, reason));
                continue;
            }

            eligible.Add(new RankedCandidate(
                state.SessionOf(candidate.Member)!.Id,
                candidate.Priority,
                facts.PositionOf(election.Name, candidate.Member),
                facts.LeadershipsOf(candidate.Member)));
        }

        eligible.Sort((left, right) => Compare(left, right, facts.Coordinator));
        return new Ranking(eligible, excluded);
    }

    private static string? WhyNot(ClusterState state, ElectionState election, Candidate candidate, ICandidateFacts facts) =>
        state.Members.GetValueOrDefault(candidate.Member) switch
        {
            null or { Session: null } => "it has no session",
            { Drained: { } by } => $"it is drained by {by.Actor}",
            { Session.Deposed: not null } => "it is deposed",
            { Session.Unfit: { } unfit } => $"it reports itself unfit: {unfit}",
            { Session: { } session } when session.Process != candidate.Process => "its present process has not enrolled",
            { Session: { } session } => election.Quarantined.TryGetValue(candidate.Member, out var quarantine)
                ? $"it is quarantined: {quarantine.Cause}"
                : facts.WhyNot(session.Id),
        };

    private static int Compare(RankedCandidate left, RankedCandidate right, string coordinator)
    {
        var order = right.Priority.CompareTo(left.Priority);
        order = order != 0 ? order : right.Position.CompareTo(left.Position);
        order = order != 0 ? order : left.Leaderships.CompareTo(right.Leaderships);
        order = order != 0 ? order : (left.Session.Member == coordinator).CompareTo(right.Session.Member == coordinator);
        return order != 0 ? order : string.CompareOrdinal(left.Session.Member, right.Session.Member);
    }
}
