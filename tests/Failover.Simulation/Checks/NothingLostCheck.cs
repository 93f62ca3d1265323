using Failover.Audit;
using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>What was committed is there in the end, on every member, and the audit trail has no gap.</summary>
internal sealed class NothingLostCheck(World world) : Check(world, "nothing lost")
{
    private long _lastIndex;
    private long _promotions;

    public override void Applied(MemberProcess process, AppliedEntry applied)
    {
        if (applied.IsFirst)
        {
            Hold(applied.Index > _lastIndex, $"entry {applied.Index} comes after {_lastIndex}");
            _lastIndex = applied.Index;
            _promotions += applied.Result.Events.OfType<ClusterEvent.Promoted>().Count();
        }
    }

    public override void Finish()
    {
        foreach (var process in World.Processes.Where(process => process.Host.Raft is not null))
        {
            var state = process.State;
            Hold(state.Index == _lastIndex, $"{process.Host.Member} ends at entry {state.Index} of {_lastIndex}");
            Hold(state.Elections.Values.Sum(election => election.Term) == _promotions, $"{process.Host.Member} does not know all {_promotions} promotions");
            Hold(AuditChain.FirstBroken(state.Audit.Records) is null, $"the audit trail of {process.Host.Member} is broken");
        }
    }
}
