using Failover.Audit;
using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>What was committed is there in the end, on every member: promotions, requests, approvals; and the audit trail has no gap.</summary>
internal sealed class NothingLostCheck(World world, ApprovalCheck approvals) : Check(world, "nothing lost")
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
            Hold(state.LastRequest == approvals.Requests, $"{process.Host.Member} knows {state.LastRequest} of {approvals.Requests} requests");
            foreach (var (name, ledger) in approvals.Elections)
            {
                LookAt(process.Host.Member, ledger, state.Elections[name]);
            }

            Hold(AuditChain.FirstBroken(state.Audit.Records) is null, $"the audit trail of {process.Host.Member} is broken");
        }
    }

    private void LookAt(string member, ElectionLedger ledger, ElectionState election)
    {
        Hold(election.Policy == ledger.Policy, $"{member} has another policy of {election.Name}");
        Hold(
            election.Request?.Number == ledger.Request?.Number && election.Request?.Revision == ledger.Request?.Revision,
            $"{member} has another request of {election.Name}");
        Hold(
            (election.Request?.Approvals.Select(approval => approval.By.Key) ?? []).SequenceEqual(ledger.Request?.Approvals.Select(approval => approval.Key) ?? []),
            $"{member} has other approvals of {election.Name}");
        Hold(ledger.PassedOver.SetEquals(election.PassedOver.Select(passed => passed.Session)), $"{member} has passed over others in {election.Name}");
    }
}
