using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Failover.Hosting.Tests;

/// <summary>Time that stands still until a test advances it, and tells when somebody began to wait.</summary>
internal sealed class ManualTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime >= TimeSpan.Zero)
        {
            _timers.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>Waits until somebody waits for exactly that long, and lets it pass.</summary>
    public async Task PassAsync(TimeSpan dueTime)
    {
        while (await _timers.Reader.ReadAsync().Soon() != dueTime)
        {
        }

        Advance(dueTime);
    }
}
