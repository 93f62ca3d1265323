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
            if (WhyNot(state, election, candidate, facts) is { } exclusion)
            {
                excluded.Add(exclusion);
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

    /// <summary>Every candidate, for people: the eligible ones by rank, then the others with the reason.</summary>
    public IReadOnlyList<CandidateReport> Report(ClusterState state, ElectionState election, ICandidateFacts facts) =>
    [
        .. Eligible.Select((candidate, index) => Describe(state, election, candidate.Session.Member, facts) with { Rank = index + 1 }),
        .. Excluded.Select(exclusion => Describe(state, election, exclusion.Member, facts) with { Excluded = exclusion.Reason, CanForce = exclusion.CanForce }),
    ];

    /// <summary>Why this member is not eligible, or null.</summary>
    public Exclusion? WhyNot(string member) => Eligible.Any(candidate => candidate.Session.Member == member)
        ? null
        : Excluded.FirstOrDefault(exclusion => exclusion.Member == member) ?? new Exclusion(member, "it is no candidate");

    private static CandidateReport Describe(ClusterState state, ElectionState election, string member, ICandidateFacts facts) => new()
    {
        Member = member,
        Session = state.SessionOf(member)?.Id,
        Priority = election.Candidates[member].Priority,
        Position = facts.PositionOf(election.Name, member),
        Leaderships = facts.LeadershipsOf(member),
        IsCoordinator = member == facts.Coordinator,
        Labels = state.SessionOf(member)?.Labels ?? ReadOnlyDictionary<string, string>.Empty,
    };

    /// <summary>What only force overrides comes last, so that force never hides what it can not override.</summary>
    private static Exclusion? WhyNot(ClusterState state, ElectionState election, Candidate candidate, ICandidateFacts facts)
    {
        var name = candidate.Member;
        var member = state.Members.GetValueOrDefault(name);
        if (member?.Session is not { } session)
        {
            return new Exclusion(name, "it has no session");
        }

        if (session.Deposed is not null)
        {
            return new Exclusion(name, "it is deposed");
        }

        if (session.Process != candidate.Process)
        {
            return new Exclusion(name, "its present process has not enrolled");
        }

        return facts.WhyNot(session.Id) is { } unheard ? new Exclusion(name, unheard)
            : member.Drained is { } by ? new Exclusion(name, $"it is drained by {by.Actor}", CanForce: true)
            : session.Unfit is { } unfit ? new Exclusion(name, $"it reports itself unfit: {unfit}", CanForce: true)
            : election.Quarantined.TryGetValue(name, out var quarantine) ? new Exclusion(name, $"it is quarantined: {quarantine.Cause}", CanForce: true)
            : null;
    }

    private static int Compare(RankedCandidate left, RankedCandidate right, string coordinator)
    {
        var order = right.Priority.CompareTo(left.Priority);
        order = order != 0 ? order : right.Position.CompareTo(left.Position);
        order = order != 0 ? order : left.Leaderships.CompareTo(right.Leaderships);
        order = order != 0 ? order : (left.Session.Member == coordinator).CompareTo(right.Session.Member == coordinator);
        return order != 0 ? order : string.CompareOrdinal(left.Session.Member, right.Session.Member);
    }
}
