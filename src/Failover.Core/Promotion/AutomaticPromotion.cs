using Failover.Elections;

namespace Failover.Promotion;

/// <summary>Promotes the best candidate at once; in a hand-over, the target if it is eligible.</summary>
internal static class AutomaticPromotion
{
    public static PromotionDecision Decide(ElectionState election, Ranking ranking)
    {
        if (ranking.Eligible.Count == 0)
        {
            return new PromotionDecision.Wait("no candidate is eligible");
        }

        var chosen = election.HandOver switch
        {
            { Target: { } target } => ranking.Eligible.FirstOrDefault(candidate => candidate.Session.Member == target),
            { From: var from } => ranking.Eligible.FirstOrDefault(candidate => candidate.Session.Member != from),
            null => null,
        };
        return new PromotionDecision.Promote((chosen ?? ranking.Eligible[0]).Session);
    }
}
