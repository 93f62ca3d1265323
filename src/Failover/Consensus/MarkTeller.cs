namespace Failover.Consensus;

/// <summary>Sees to it that the others hear of this member's newest mark, though nothing else connects to them (decision 16).</summary>
/// <remarks>
/// Each handshake tells, and what is remembered is replaced only after another has said what that is. In a calm cluster the next one may be days
/// away; until then an older copy of this member's directory would not be found out.
/// </remarks>
internal sealed class MarkTeller : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly MarkBook _marks;
    private readonly ConsensusSettings _settings;
    private readonly Func<string, CancellationToken, Task> _probe;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    /// <param name="marks">Knows who is unaware.</param>
    /// <param name="settings">The cluster as this member sees it.</param>
    /// <param name="probe">Makes a handshake with a member, by name, and does not throw when it fails.</param>
    /// <param name="time">What the interval runs on.</param>
    public MarkTeller(MarkBook marks, ConsensusSettings settings, Func<string, CancellationToken, Task> probe, TimeProvider time)
    {
        _marks = marks;
        _settings = settings;
        _probe = probe;
        _time = time;
        _loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
        {
            foreach (var member in _marks.Unaware(_settings.Members.Keys))
            {
                await _probe(member, _stopping.Token).ConfigureAwait(false);
            }
        }
    }
}
