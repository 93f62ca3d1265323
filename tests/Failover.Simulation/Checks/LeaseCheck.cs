using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>Rules 1 and 5: a lapsed lease is not extended, and a leadership begins only under a lease of the session it belongs to.</summary>
internal sealed class LeaseCheck(World world) : Check(world, "lease")
{
    public override void Extending(MemberProcess process, SessionId session) =>
        Hold(
            process.Held.Session != session || process.Held.IsLeaseRunning,
            $"the lease of {session} is extended after it has lapsed");

    public override void Beginning(MemberProcess process, string election, long term) =>
        Hold(
            process.Held.IsLeaseRunning && process.Held.Session == process.Session.Id,
            $"{process.Session.Id} begins to lead {election} in term {term} without a lease");

    public override void LeaseEnded(MemberProcess process) =>
        Hold(process.Held.Terms.Count == 0, $"the session {process.Held.Session} has ended, and its leaderships have not");
}
