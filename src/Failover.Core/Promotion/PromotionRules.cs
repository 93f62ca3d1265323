using Failover.Elections;

namespace Failover.Promotion;

/// <summary>Decides, for our own policies, who is promoted into a vacancy or proposed to operators. Pure.</summary>
internal static class PromotionRules
{
    /// <summary>The eligible candidates in the order in which they are tried: in a hand-over its target first or, without one, the old leader last.</summary>
    public static IReadOnlyList<RankedCandidate> InOrder(ElectionState election, Ranking ranking) => election.HandOver is { IsResignation: false } handOver
        ? [.. ranking.Eligible.OrderBy(candidate => candidate.Session.Member == handOver.Target ? 0 : handOver.Target is null && candidate.Session.Member == handOver.From ? 2 : 1)]
        : ranking.Eligible;

    public static PromotionDecision Decide(ClusterState state, ElectionState election, Ranking ranking)
    {
        var candidates = InOrder(election, ranking);
        if (candidates.Count == 0)
        {
            return new PromotionDecision.Wait("no candidate is eligible");
        }

        foreach (var candidate in candidates)
        {
            if (ApprovalRules.WhyNotApproved(election, state.Find(candidate.Session)!) is null)
            {
                return new PromotionDecision.Promote(candidate.Session);
            }
        }

        return IsOurs(election.Policy) ? Propose(state, election, candidates, null) : new PromotionDecision.Consult();
    }

    /// <summary>Asks operators about the best candidate that was not rejected before.</summary>
    public static PromotionDecision Propose(ClusterState state, ElectionState election, IReadOnlyList<RankedCandidate> candidates, string? why)
    {
        foreach (var candidate in candidates.Where(candidate => election.PassedOver.All(passed => passed.Session != candidate.Session)))
        {
            return new PromotionDecision.Ask(candidate.Session, why ?? ApprovalRules.WhyNotApproved(election, state.Find(candidate.Session)!) ?? "it needs approval");
        }

        var reasons = election.PassedOver.Select(passed => $"{passed.Session.Member}: {passed.Reason}");
        return new PromotionDecision.Wait($"every eligible candidate was passed over ({string.Join("; ", reasons)}); an operator may promote one");
    }

    private static bool IsOurs(PromotionPolicy policy) =>
        policy.Name is PromotionPolicy.AutomaticName or PromotionPolicy.OperatorApprovedName or PromotionPolicy.WithinLimitsName;
}
