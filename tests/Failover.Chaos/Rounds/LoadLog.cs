using System.Globalization;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>How busy the machine was when. Safe to read from any thread.</summary>
internal sealed class LoadLog : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<(long AtNanoseconds, string Load)> _samples = [];
    private readonly Task _running;

    public LoadLog() => _running = SampleAsync();

    /// <summary>The load averages and the number of threads that wanted to run, in words, and by how much the sampler itself was late.</summary>
    public string Describe(long fromNanoseconds, long untilNanoseconds)
    {
        lock (_samples)
        {
            var around = _samples.Where(sample => sample.AtNanoseconds >= fromNanoseconds - 2e9 && sample.AtNanoseconds <= untilNanoseconds + 1e9).ToList();
            var late = around.Zip(around.Skip(1), (one, next) => (next.AtNanoseconds - one.AtNanoseconds) / 1e6 - s_interval.TotalMilliseconds).DefaultIfEmpty().Max();
            return string.Create(CultureInfo.InvariantCulture, $"load (1, 5, 15 min; running) {string.Join(", ", around.Select(sample => sample.Load).Distinct())}; the sampler was {late:F0} ms late");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task SampleAsync()
    {
        using var timer = new PeriodicTimer(s_interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var load = File.Exists("/proc/loadavg") ? string.Join(' ', (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ').Take(4)) : "unknown";
                lock (_samples)
                {
                    _samples.Add((BootClock.NowNanoseconds, load));
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }
}
