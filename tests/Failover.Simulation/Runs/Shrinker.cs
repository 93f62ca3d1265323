using Failover.Simulation.Faults;

namespace Failover.Simulation.Runs;

/// <summary>Makes a failing scenario shorter for as long as it fails in the same way.</summary>
internal static class Shrinker
{
    public static Scenario Shrink(Scenario failing, string invariant)
    {
        var shrunk = failing;
        for (var again = true; again;)
        {
            again = false;
            foreach (var simpler in Simpler(shrunk))
            {
                if (simpler.Run().Violation?.Invariant == invariant)
                {
                    shrunk = simpler;
                    again = true;
                    break;
                }
            }
        }

        return shrunk;
    }

    private static IEnumerable<Scenario> Simpler(Scenario scenario)
    {
        var plan = scenario.Plan;
        for (var half = plan.Count / 2; half > 1; half /= 2)
        {
            for (var from = 0; from + half <= plan.Count; from += half)
            {
                yield return scenario with { Plan = [.. plan.Take(from), .. plan.Skip(from + half)] };
            }
        }

        for (var i = plan.Count - 1; i >= 0; i--)
        {
            yield return scenario with { Plan = [.. plan.Take(i), .. plan.Skip(i + 1)] };
        }

        if (scenario.Settings.Elections > 1)
        {
            yield return scenario with { Settings = scenario.Settings with { Elections = 1 } };
        }

        for (var i = 0; i < plan.Count; i++)
        {
            if (plan[i].Duration > 200_000)
            {
                yield return scenario with { Plan = [.. Replace(plan, i, plan[i] with { Duration = plan[i].Duration / 2 })] };
            }
        }
    }

    private static IEnumerable<Fault> Replace(IReadOnlyList<Fault> plan, int at, Fault fault) =>
        plan.Select((item, index) => index == at ? fault : item);
}
