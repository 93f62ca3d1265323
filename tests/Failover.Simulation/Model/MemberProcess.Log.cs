using Failover.Serialization;

namespace Failover.Simulation.Model;

/// <summary>The state machine, and what the log does with it.</summary>
internal sealed partial class MemberProcess : IRaftProcess
{
    // What the log has applied; the loop may not have taken it yet.
    private ClusterState _applied = ClusterState.Initial;

    public long ApplyLag => Host.ApplyLag;

    public void Apply(long index, long raftTerm, byte[] entry)
    {
        var decoded = CoreCodec.DecodeEntry(entry);
        var result = StateMachine.Apply(_applied, index, raftTerm, decoded);
        World.History.Applied(this, index, decoded, _applied, result);
        _applied = result.State;
        Applied(result.State, result.Events);
    }

    public byte[] CreateSnapshot() => CoreCodec.Encode(_applied);

    public void Restore(byte[] state)
    {
        _applied = CoreCodec.DecodeState(state);
        World.History.Restored(this, _applied);
        Applied(_applied, null);
    }
}
