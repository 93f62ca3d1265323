using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>
/// A policy that the application brings, and the driver that asks it: it decides, throws, hangs or is late, and after a time-out an
/// operator decides.
/// </summary>
internal sealed class OwnPolicy(World world)
{
    public const string Name = "own";

    private const long Patience = 1_500_000;

    public void Ask(MemberProcess process, CoordinatorOutput.Consult consult)
    {
        var random = world.Random;
        var (delay, verdict) = random.Weighted(world.IsHealed ? [60, 20, 20, 0, 0, 0] : [30, 15, 20, 10, 10, 15]) switch
        {
            0 => Decides(random, "promoted", PromotionVerdict.Promote()),
            1 => Decides(random, "chose", PromotionVerdict.Promote(random.Pick(consult.Context.Evidence.Candidates).Member)),
            2 => Decides(random, "asked for approval", PromotionVerdict.RequireApproval("the policy asks for it")),
            3 => Decides(random, "waited", PromotionVerdict.Wait("the policy waits")),
            4 => Decides(random, "threw", PromotionVerdict.RequireApproval("the policy threw")),
            _ => (Patience, OfOperators(random.Chance(50) ? "hung" : "was late")),
        };
        process.After(delay, now =>
        {
            world.Trace.Line($"{process.Host.Member}: the policy says of {consult.Context.Election}: {verdict.Kind} {verdict.Member ?? verdict.Reason ?? "the best"}");
            world.History.Consulted(consult.Context.Election, consult.Context.Term, verdict);
            process.Coordinator.Consulted(consult.Id, verdict, now);
        });
    }

    private (long Delay, PromotionVerdict Verdict) Decides(Prng random, string what, PromotionVerdict verdict)
    {
        world.Coverage.Mark($"own policy {what}");
        return (random.Between(100, random.Chance(80) ? 20_000 : Patience - 1), verdict);
    }

    private PromotionVerdict OfOperators(string what)
    {
        world.Coverage.Mark($"own policy {what}");
        return PromotionVerdict.RequireApproval("the policy did not answer in time");
    }
}
