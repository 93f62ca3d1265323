using Failover.Simulation.Engine;
using Failover.Simulation.Model;

namespace Failover.Simulation.Faults;

/// <summary>Draws what will go wrong. A plan is a list, so that a failing one can be made shorter.</summary>
internal static class FaultPlan
{
    /// <summary>How long faults begin, in microseconds.</summary>
    public const long Length = 25_000_000;

    /// <summary>When all of them are over.</summary>
    public const long HealsAt = Length + 1_000_000;

    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    public static IReadOnlyList<Fault> Draw(WorldSettings settings, Prng random)
    {
        var count = random.Between(2, 28);
        var weights = Kinds.Select(kind => Weight(kind) * (random.Chance(70) ? 1 : 4)).ToArray();
        List<Fault> faults = [];
        var at = random.Between(0, 3_000_000);
        for (var id = 1; id <= count; id++)
        {
            // Some come in bursts: what goes wrong together is what breaks protocols.
            at += random.Chance(35) ? random.Between(0, 60_000) : random.Between(100_000, 2 * Length / count);
            if (at < Length)
            {
                faults.Add(Draw(settings, random, Kinds[random.Weighted(weights)], at, id));
            }
        }

        return faults;
    }

    private static Fault Draw(WorldSettings settings, Prng random, FaultKind kind, long at, int id)
    {
        var lease = settings.Lease.Ticks / 10;
        var host = random.Below(settings.Members);
        var other = random.Below(settings.Members);
        var duration = random.Chance(50) ? random.Between(lease / 10, lease * 3 / 2) : random.Between(1_000, lease * 5);
        if (kind is FaultKind.SlowApplication or FaultKind.HungApplication or FaultKind.ThrowingApplication)
        {
            // Nothing comes of it until somebody asks the application for something.
            duration *= 6;
        }

        return new Fault(at, kind, host, other, Math.Min(duration, HealsAt - at - 1), random.Below(1_000), id);
    }

    private static int Weight(FaultKind kind) => kind switch
    {
        FaultKind.CrashProcess or FaultKind.PauseProcess or FaultKind.CutOneWay or FaultKind.LateThenSilent => 6,
        FaultKind.Isolate or FaultKind.CrashAtStep or FaultKind.Partition => 4,
        FaultKind.CrashAll or FaultKind.ListenerFails or FaultKind.SlowNetwork or FaultKind.SecondProcess => 2,
        FaultKind.Approve => 10,
        FaultKind.ConfirmLease or FaultKind.ReportPosition or FaultKind.SetWallClock or FaultKind.Explain => 1,
        FaultKind.Bridge or FaultKind.Ring or FaultKind.SetPolicy or FaultKind.PromoteByForce or FaultKind.Reject => 2,
        _ => 3,
    };
}
