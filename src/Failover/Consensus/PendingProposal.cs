namespace Failover.Consensus;

/// <summary>
/// An entry that this member appended and waits for. It travels with the entry through DotNext's log as its context,
/// so the wait cannot miss the apply.
/// </summary>
internal sealed class PendingProposal(long raftTerm)
{
    private readonly TaskCompletionSource<long> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the entry's index when it was applied here.</summary>
    public Task<long> Applied => _completion.Task;

    /// <summary>Called for whatever entry was applied at the index: another Raft term there means that ours is gone.</summary>
    public void OnApplied(LogPosition position)
    {
        if (position.RaftTerm == raftTerm)
        {
            _completion.TrySetResult(position.Index);
        }
        else
        {
            Abandon("Another entry was committed in its place.");
        }
    }

    public void Abandon(string reason, Exception? cause = null) =>
        _completion.TrySetException(new NotCoordinatorException(reason, cause));
}
