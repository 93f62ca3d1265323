using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>An election whose leader's session is closed has no leader.</summary>
internal sealed class NoGhostCheck(World world) : Check(world, "no ghost")
{
    public override void Applied(MemberProcess process, AppliedEntry applied)
    {
        if (!applied.IsFirst)
        {
            return;
        }

        foreach (var election in applied.After.Elections.Values)
        {
            Hold(election.Leader is not { } leader || applied.After.IsOpen(leader), $"{election.Name} is led by {election.Leader}, whose session is closed");
        }
    }
}
