using Failover.Consensus;
using Failover.Elections;
using Failover.Serialization;

namespace Failover.Hosting.Driver;

/// <summary>Applies the log's entries to the core's state, and tells the driver of each. Called by the log, one call at a time.</summary>
/// <param name="applied">Takes the new state and what led to it; null events where a snapshot replaced the state. Must only enqueue.</param>
internal sealed class ClusterStateMachine(Action<ClusterState, IReadOnlyList<ClusterEvent>?> applied) : IReplicatedStateMachine
{
    private ClusterState _state = ClusterState.Initial;

    public void Apply(LogPosition position, ReadOnlyMemory<byte> entry)
    {
        var result = StateMachine.Apply(_state, position.Index, position.RaftTerm, CoreCodec.DecodeEntry(entry.Span));
        _state = result.State;
        applied(result.State, result.Events);
    }

    public ReadOnlyMemory<byte> CreateSnapshot() => CoreCodec.Encode(_state);

    public void Restore(LogPosition position, ReadOnlyMemory<byte> snapshot)
    {
        _state = CoreCodec.DecodeState(snapshot.Span);
        applied(_state, null);
    }
}
