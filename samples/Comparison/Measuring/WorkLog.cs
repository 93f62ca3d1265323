namespace Comparison.Measuring;

/// <summary>How the work went, from samples. Safe to use from any thread.</summary>
internal sealed class WorkLog
{
    private readonly Lock _lock = new();
    private readonly List<WorkSample> _samples = [];

    public void Add(WorkSample sample)
    {
        lock (_lock)
        {
            _samples.Add(sample);
        }
    }

    public IReadOnlyList<WorkSample> Since(long at)
    {
        lock (_lock)
        {
            var from = _samples.FindLastIndex(sample => sample.At < at) + 1;
            return _samples[from..];
        }
    }

    /// <summary>Forgets what is older.</summary>
    public void Forget(long before)
    {
        lock (_lock)
        {
            _samples.RemoveAll(sample => sample.At < before);
        }
    }

    /// <summary>Tasks done in each whole second before now, oldest first.</summary>
    public IReadOnlyList<double> PerSecond(long now, int seconds)
    {
        const long Second = 1_000_000_000;
        var samples = Since(now - ((seconds + 2) * Second));
        if (samples.Count < 2)
        {
            return [];
        }

        List<double> rates = [];
        for (var end = now - (now % Second) - ((seconds - 1) * Second); end <= now; end += Second)
        {
            if (end - Second >= samples[0].At)
            {
                rates.Add(Math.Max(0, DoneAt(samples, end) - DoneAt(samples, end - Second)));
            }
        }

        return rates;
    }

    /// <summary>
    /// How many of the tasks acknowledged since were done later than after the given time. Tasks count in order: the n-th done stands for
    /// the n-th acknowledged, as exact as the samples are dense.
    /// </summary>
    public static int CountDelayed(IReadOnlyList<WorkSample> samples, TimeSpan limit)
    {
        var delayed = 0;
        var done = 0;
        for (var i = 1; i < samples.Count; i++)
        {
            // These tasks were acknowledged by this sample; when was the last of them done?
            while (done < samples.Count && samples[done].Done < samples[i].Acknowledged)
            {
                done++;
            }

            var at = done < samples.Count ? samples[done].At : long.MaxValue;
            if (at - samples[i].At > limit.TotalNanoseconds)
            {
                delayed += samples[i].Acknowledged - samples[i - 1].Acknowledged;
            }
        }

        return delayed;
    }

    private static double DoneAt(IReadOnlyList<WorkSample> samples, long at)
    {
        for (var i = 1; i < samples.Count; i++)
        {
            if (samples[i].At >= at)
            {
                var (a, b) = (samples[i - 1], samples[i]);
                var share = Math.Clamp((at - a.At) / (double)(b.At - a.At), 0, 1);
                return a.Done + (share * (b.Done - a.Done));
            }
        }

        return samples[^1].Done;
    }
}
