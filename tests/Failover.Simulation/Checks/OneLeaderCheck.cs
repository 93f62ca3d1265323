using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>No two processes answer <c>IsHeld</c> for one election at the same instant of true time.</summary>
/// <remarks>Acting begins with a leadership or with an extended lease; looking at both instants misses nothing.</remarks>
internal sealed class OneLeaderCheck(World world) : Check(world, "one leader")
{
    public override void Began(MemberProcess process, string election, long term) => Look(process, election, term);

    public override void Extended(MemberProcess process)
    {
        foreach (var (election, term) in process.Held.Terms)
        {
            Look(process, election, term);
        }
    }

    private void Look(MemberProcess process, string election, long term)
    {
        foreach (var other in World.Processes)
        {
            if (other == process || !other.Held.IsHeld(election, out var otherTerm) || !process.Held.IsLeaseRunning)
            {
                continue;
            }

            if (!World.Settings.ClocksKeepBound)
            {
                World.Coverage.Mark("two leaders, with clocks beyond the bound");
                continue;
            }

            Hold(false, $"{process.Held.Session} acts on {election} in term {term} while {other.Held.Session} acts in term {otherTerm}");
        }

        Hold(true, $"");
    }
}
