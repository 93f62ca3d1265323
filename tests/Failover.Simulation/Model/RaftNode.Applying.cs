namespace Failover.Simulation.Model;

/// <summary>Applies what is committed: in order, sometimes late.</summary>
internal sealed partial class RaftNode
{
    private const long EntriesPerSnapshot = 12;
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
        group.Agenda.After(group.Random.Between(10, 400) + process.ApplyLag, () =>
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
        var process = _process!;
        process.Apply(AppliedIndex, term, payload);
        if (_snapshot is null || AppliedIndex - _snapshot.Value.Index >= EntriesPerSnapshot)
        {
            _snapshot = _snapshotToSend = (AppliedIndex, process.CreateSnapshot());
        }
    }

    private void RestoreState(long index, byte[] state)
    {
        group.Coverage.Mark("state restored from a snapshot");
        _snapshot = _snapshotToSend = (index, state);
        CommitIndex = AppliedIndex = index;
        _process!.Restore(state);
    }
}
