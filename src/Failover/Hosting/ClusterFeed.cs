using Failover.Elections;

namespace Failover.Hosting;

/// <summary>
/// The newest state of the cluster that this member has, for readers outside the driver's loop. Safe to use from any thread; readers
/// delay nobody.
/// </summary>
internal sealed class ClusterFeed
{
    private ClusterState _state = ClusterState.Initial;
    private TaskCompletionSource? _changed;

    /// <summary>The state after the entries applied here so far.</summary>
    public ClusterState State
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>Completes at the next change. Take it before looking at what may change, so that nothing is missed.</summary>
    public Task NextChange
    {
        get
        {
            if (Volatile.Read(ref _changed) is { } waiting)
            {
                return waiting.Task;
            }

            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _changed, mine, null) ?? mine).Task;
        }
    }

    /// <summary>The state changed, or the coordinator, or this member's lease.</summary>
    public void Signal() => Interlocked.Exchange(ref _changed, null)?.TrySetResult();
}
