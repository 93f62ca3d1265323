namespace Failover.Consensus.Tests;

/// <summary>Lets a test wait for a condition on state that is changed by other threads, without polling.</summary>
internal sealed class Signal
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Raise()
    {
        // In one step: of two threads that raise at once, neither may lose what a waiter has taken in between.
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            var changed = _changed;
            if (condition())
            {
                return;
            }

            try
            {
                await changed.Task.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {s_limit.TotalSeconds} s in vain: {what}.");
            }
        }
    }
}
