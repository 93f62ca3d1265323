using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>When faults are over and a quorum is connected, every election gets a leader that acts, within a bound, and keeps it.</summary>
internal sealed class ProgressCheck(World world) : Check(world, "progress")
{
    private const long Bound = 10_000_000;
    private const long Interval = 50_000;
    private long _healedAt;
    private long _lastBadAt;
    private string _lastBad = "";

    public static long Watched => Bound + 6_000_000;

    /// <summary>How long it took, in microseconds.</summary>
    public long Took => Math.Max(0, _lastBadAt - _healedAt);

    /// <summary>From now on nothing more goes wrong.</summary>
    public void Healed()
    {
        _healedAt = World.Agenda.Now;
        Watch();
    }

    public override void Finish() =>
        Hold(Took <= Bound, $"{Took / 1000} ms after the last fault {_lastBad}");

    private void Watch()
    {
        if (WhatIsMissing() is { } missing)
        {
            (_lastBadAt, _lastBad) = (World.Agenda.Now, missing);
        }

        World.Agenda.After(Interval, Watch);
    }

    private string? WhatIsMissing()
    {
        // A coordinator may come and go, by itself too: no leadership depends on it.
        if (World.Processes.MaxBy(process => process.State.Index) is not { State: var state })
        {
            return "nothing runs";
        }

        if (state.Elections.Count < World.Settings.Elections && World.Settings.Members > (World.Settings.Witness < 0 ? 0 : 1))
        {
            return "an election is missing";
        }

        foreach (var election in state.Elections.Values)
        {
            if (election.Leader is not { } leader)
            {
                return $"{election.Name} is vacant";
            }

            var process = World.Hosts.First(host => host.Member == leader.Member).Process;
            if (process is null || process.Held.Session != leader || !process.Held.IsHeld(election.Name, out var term) || term != election.Term)
            {
                return $"{election.Name} is led by {leader} in term {election.Term}, which does not act";
            }
        }

        return null;
    }
}
