using System.Globalization;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>How busy the machine was when. Safe to read from any thread.</summary>
internal sealed class LoadLog : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<(long AtNanoseconds, double Load, int Running)> _samples = [];
    private readonly Task _running;

    public LoadLog() => _running = SampleAsync();

    /// <summary>The load of the last minute and the number of threads that wanted to run, in words, and by how much the sampler itself was late.</summary>
    public string Describe(long fromNanoseconds, long untilNanoseconds)
    {
        lock (_samples)
        {
            var around = _samples.Where(sample => sample.AtNanoseconds >= fromNanoseconds - 2e9 && sample.AtNanoseconds <= untilNanoseconds + 1e9).ToList();
            var late = around.Zip(around.Skip(1), (one, next) => (next.AtNanoseconds - one.AtNanoseconds) / 1e6 - s_interval.TotalMilliseconds).DefaultIfEmpty().Max();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"a load of {around.Select(sample => sample.Load).DefaultIfEmpty().Max():F0} on {Environment.ProcessorCount} processors, up to {around.Select(sample => sample.Running).DefaultIfEmpty().Max()} threads running or ready; the sampler itself was up to {late:F0} ms late");
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
                var running = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[3].Split('/')[0] : "0";
                lock (_samples)
                {
                    _samples.Add((BootClock.NowNanoseconds, Patience.Load(), int.Parse(running, CultureInfo.InvariantCulture)));
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }
}
