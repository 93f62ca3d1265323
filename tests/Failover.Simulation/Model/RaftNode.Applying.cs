using Failover.Serialization;

namespace Failover.Simulation.Model;

/// <summary>Applies what is committed: in order, sometimes late.</summary>
internal sealed partial class RaftNode
{
    private const long EntriesPerSnapshot = 12;
    private ClusterState _state = ClusterState.Initial;
    private (long Index, byte[] State)? _snapshotToSend;
    private bool _applying;

    private void Commit(long index)
    {
        if (index > CommitIndex)
        {
            CommitIndex = index;
            Apply();
        }
    }

    private void Apply()
    {
        if (_applying || _process is not { } process)
        {
            return;
        }

        _applying = true;
        world.Agenda.After(world.Random.Between(10, 400) + process.Host.ApplyLag, () =>
        {
            _applying = false;
            if (_process == process)
            {
                process.Run(ApplyAll);
            }
            else if (_process is not null)
            {
                Apply();
            }
        });
    }

    private void ApplyAll()
    {
        while (AppliedIndex < CommitIndex && IsUp)
        {
            var entry = _log[(int)AppliedIndex];
            AppliedIndex++;
            if (entry.Payload is not null)
            {
                Apply(entry.Term, entry.Payload);
            }

            if (IsUp && _pending.Remove(AppliedIndex, out var waiting))
            {
                waiting.Done(waiting.Term == entry.Term);
            }

            if (IsLeader && !_announced && entry.Term == Term)
            {
                _announced = true;
                _process!.BecameCoordinator(Term);
            }
        }
    }

    private void Apply(long term, byte[] payload)
    {
        var entry = CoreCodec.DecodeEntry(payload);
        var result = StateMachine.Apply(_state, AppliedIndex, term, entry);
        world.History.Applied(_process!, AppliedIndex, entry, _state, result);
        _state = result.State;
        _process!.Applied(result.State, result.Events);
        if (_snapshot is null || AppliedIndex - _snapshot.Value.Index >= EntriesPerSnapshot)
        {
            _snapshot = _snapshotToSend = (AppliedIndex, CoreCodec.Encode(_state));
        }
    }

    private void RestoreState(long index, byte[] state)
    {
        world.Coverage.Mark("state restored from a snapshot");
        _state = CoreCodec.DecodeState(state);
        _snapshot = _snapshotToSend = (index, state);
        CommitIndex = AppliedIndex = index;
        world.History.Restored(_process!, _state);
        _process!.Applied(_state, null);
    }
}
