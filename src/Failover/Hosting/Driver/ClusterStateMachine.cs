using Failover.Consensus;
using Failover.Elections;
using Failover.Serialization;

namespace Failover.Hosting.Driver;

/// <summary>Applies the log's entries to the core's state, and tells the driver of each. Called by the log, one call at a time.</summary>
/// <param name="applied">Takes the new state and what led to it; null events where a snapshot replaced the state. Must only enqueue.</param>
/// <param name="snapshotTaken">Takes the size of each snapshot, in bytes. Must not block.</param>
internal sealed class ClusterStateMachine(Action<ClusterState, IReadOnlyList<ClusterEvent>?> applied, Action<int> snapshotTaken) : IReplicatedStateMachine
{
    private ClusterState _state = ClusterState.Initial;

    public void Apply(LogPosition position, ReadOnlyMemory<byte> entry)
    {
        var result = StateMachine.Apply(_state, position.Index, position.RaftTerm, CoreCodec.DecodeEntry(entry.Span));
        _state = result.State;
        applied(result.State, result.Events);
    }

    public ReadOnlyMemory<byte> CreateSnapshot()
    {
        var snapshot = CoreCodec.Encode(_state);
        snapshotTaken(snapshot.Length);
        return snapshot;
    }

    public void Restore(LogPosition position, ReadOnlyMemory<byte> snapshot)
    {
        _state = CoreCodec.DecodeState(snapshot.Span);
        applied(_state, null);
    }
}
