using System.Threading.Channels;

namespace Failover.Hosting.Tests;

/// <summary>What the scripted services of a test do, and a record of what happened to them.</summary>
internal sealed class ServiceScript
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private int _running;

    /// <summary>The body of every run; by default it works until it must stop.</summary>
    public Func<Leadership, CancellationToken, Task> Body { get; set; } = UntilLost;

    public Action Creating { get; set; } = () => { };

    public int MostAtOnce { get; private set; }

    public static async Task UntilLost(Leadership leadership, CancellationToken lost) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lost);

    public Task<string> NextAsync() => _events.Reader.ReadAsync().Soon();

    public bool HasEvents => _events.Reader.Count > 0;

    public void Note(string happened) => _events.Writer.TryWrite(happened);

    public async Task RunAsync(Leadership leadership, CancellationToken lost)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        Note($"start {leadership.Term}");
        try
        {
            await Body(leadership, lost);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            Note($"end {leadership.Term}");
        }
    }
}
