namespace Failover.Chaos.Faults;

/// <summary>
/// Keeps all processors of the machine together as busy as is wanted: a thread for each works for a part of every slice of time, which
/// is made longer or shorter as the machine turns out to be less or more busy.
/// </summary>
internal sealed class MachineLoad : IAsyncDisposable
{
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim _stop = new();
    private readonly double _wanted;
    private readonly ProcessorTime _began = ProcessorTime.Now();
    private readonly Thread[] _workers;
    private readonly Task _steering;
    private double _part;

    /// <param name="wanted">Which share of the machine's processor time, from 0 to 1.</param>
    public MachineLoad(double wanted)
    {
        _wanted = wanted;

        // The rest is likely to be somebody's already; the steering finds out how much.
        _part = wanted / 2;
        _workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work) { IsBackground = true })];
        Array.ForEach(_workers, worker => worker.Start());
        _steering = SteerAsync();
    }

    /// <summary>Which share of the time was busy since it began.</summary>
    public double Share => ProcessorTime.Now().ShareSince(_began);

    public async ValueTask DisposeAsync()
    {
        _stop.Set();
        await _steering;
        Array.ForEach(_workers, worker => worker.Join());
        _stop.Dispose();
    }

    private async Task SteerAsync()
    {
        const double Correction = 0.5;
        using var timer = new PeriodicTimer(s_interval);
        for (var last = ProcessorTime.Now(); !_stop.IsSet && await timer.WaitForNextTickAsync();)
        {
            var now = ProcessorTime.Now();
            Volatile.Write(ref _part, Math.Clamp(_part + ((_wanted - now.ShareSince(last)) * Correction), 0, 1));
            last = now;
        }
    }

    private void Work()
    {
        while (!_stop.IsSet)
        {
            var busy = s_slice * Volatile.Read(ref _part);
            for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < busy;)
            {
                Thread.SpinWait(100);
            }

            _stop.Wait(s_slice - busy);
        }
    }
}
