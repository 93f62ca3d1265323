using Failover;

namespace TaskDispatch.Tests.Support;

/// <summary>A leadership that is held until the test ends it.</summary>
internal sealed class FakeLeadership(long term) : Leadership, IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private volatile bool _lost;

    public override string Election => TaskDispatchOptions.Election;

    public override long Term => term;

    public override bool IsHeld => !_lost;

    public override TimeSpan Remaining => IsHeld ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;

    public override CancellationToken Token => _ended.Token;

    /// <summary>Ends it without a word to the leader service, as for a process that was paused.</summary>
    public void Lose() => _lost = true;

    /// <summary>Ends it, and says so.</summary>
    public void Revoke()
    {
        Lose();
        _ended.Cancel();
    }

    public void Dispose() => _ended.Dispose();
}
