using Failover.Simulation.Checks;
using Failover.Simulation.Engine;
using Failover.Simulation.Faults;
using Failover.Simulation.Model;

namespace Failover.Simulation.Runs;

/// <summary>A cluster and what goes wrong in it: everything that a run depends on.</summary>
/// <param name="Seed">Decides whatever the others do not.</param>
/// <param name="Settings">The cluster.</param>
/// <param name="Plan">What goes wrong.</param>
internal sealed record Scenario(ulong Seed, WorldSettings Settings, IReadOnlyList<Fault> Plan)
{
    public static Scenario Of(ulong seed)
    {
        var random = new Prng(seed);

        // Not drawn: seeds that found something before members asked first or coordinators told what they stored, and are tests now, keep their histories.
        var settings = WorldSettings.Draw(random) with { AsksFirst = seed % 4 != 1, TellsStored = seed % 2 == 0 };
        return new Scenario(seed, settings, FaultPlan.Draw(settings, random));
    }

    /// <summary>First the faults, under which nothing unsafe may happen; then, without them, progress within the bound.</summary>
    public RunResult Run(bool trace = false)
    {
        var coverage = new Coverage();
        var world = new World(Settings, Seed ^ 0xF0E1_D2C3_B4A5_9687, coverage, trace);
        var injector = new FaultInjector(world, Plan);
        var progress = world.History.Checks.OfType<ProgressCheck>().Single();
        InvariantViolation? violation = null;
        try
        {
            foreach (var host in world.Hosts)
            {
                world.Agenda.At(world.Random.Between(0, 500_000), () => world.StartProcess(host));
            }

            injector.Schedule();
            world.Agenda.RunUntil(FaultPlan.HealsAt);
            injector.Heal();
            progress.Healed();
            world.Agenda.RunUntil(FaultPlan.HealsAt + ProgressCheck.Watched);
            world.History.Finish();
        }
        catch (InvariantViolation found)
        {
            violation = found;
            world.Trace.Line($"VIOLATION {found.Message}");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            violation = new InvariantViolation("no exception", error.ToString());
            world.Trace.Line($"VIOLATION {error}");
        }

        var looks = world.History.Checks.ToDictionary(check => check.Invariant, check => check.Looks);
        coverage.Mark("steps", world.Agenda.Steps);
        return new RunResult(
            violation,
            TimeSpan.FromMicroseconds(world.Agenda.Now),
            TimeSpan.FromMicroseconds(progress.Took),
            world.Trace.Digest,
            coverage,
            looks,
            world.Trace.Lines);
    }
}
