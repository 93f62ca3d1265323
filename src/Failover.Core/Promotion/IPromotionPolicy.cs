using Failover.Elections;

namespace Failover.Promotion;

/// <summary>Decides who is promoted into a vacancy. Pure: the same arguments give the same decision.</summary>
internal interface IPromotionPolicy
{
    PromotionDecision Decide(ElectionState election, Ranking ranking);
}
