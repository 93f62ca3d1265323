using System.Collections.Concurrent;
using Failover.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>
/// Cancels leadership tokens on threads of its own, because their callbacks are the application's: one that blocks delays neither
/// the caller nor, for longer than a few milliseconds, the other tokens. Safe to use from any thread.
/// </summary>
/// <param name="logger">Is told of callbacks that throw.</param>
internal sealed class TokenCanceller(ILogger logger)
{
    private readonly ConcurrentQueue<CancellationTokenSource> _pending = new();
    private int _workers;
    private long _started;
    private long _startedAtLastProd;
    private bool _wasBusyAtLastProd;

    /// <summary>Whether tokens wait to be cancelled, so that <see cref="Prod"/> must be called again soon.</summary>
    public bool IsBusy => !_pending.IsEmpty;

    /// <summary>Queues a token, and returns at once.</summary>
    public void Cancel(CancellationTokenSource source)
    {
        _pending.Enqueue(source);
        if (Interlocked.CompareExchange(ref _workers, 1, 0) == 0)
        {
            StartWorker();
        }
    }

    /// <summary>Adds a thread if none of the waiting tokens was taken up since the last call: a callback blocks the others.</summary>
    public void Prod()
    {
        var started = Interlocked.Read(ref _started);
        var isBusy = IsBusy;
        if (isBusy && _wasBusyAtLastProd && started == _startedAtLastProd)
        {
            Interlocked.Increment(ref _workers);
            StartWorker();
        }

        _startedAtLastProd = started;
        _wasBusyAtLastProd = isBusy;
    }

    private void StartWorker() => new Thread(Work) { IsBackground = true, Name = "Failover token cancellation" }.Start();

    private void Work()
    {
        do
        {
            while (_pending.TryDequeue(out var source))
            {
                Interlocked.Increment(ref _started);
                CancelNow(source);
            }
        }
        while (Interlocked.Decrement(ref _workers) == 0 && IsBusy && Interlocked.CompareExchange(ref _workers, 1, 0) == 0);
    }

    private void CancelNow(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException error)
        {
            logger.TokenCallbackFailed(error);
        }
    }
}
