using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>Who reaches whom, one way at a time, and how long it takes.</summary>
internal sealed class Network(Agenda agenda, Prng random, int hosts, long longestDelay)
{
    private const long ShortestDelay = 50;
    private readonly int[] _cuts = new int[hosts * hosts];
    private int _slowness = 1;

    /// <summary>Cuts one way; cuts add up, and each ends for itself.</summary>
    public void Cut(int from, int to, long duration)
    {
        _cuts[(from * hosts) + to]++;
        agenda.After(duration, () => _cuts[(from * hosts) + to]--);
    }

    /// <summary>Cuts one way until <see cref="Mend()"/>.</summary>
    public void Cut(int from, int to) => _cuts[(from * hosts) + to] = 1;

    /// <summary>Ends a cut one way, however often it was cut.</summary>
    public void Mend(int from, int to) => _cuts[(from * hosts) + to] = 0;

    public void Mend() => Array.Clear(_cuts);

    public void Slow(int factor, long duration)
    {
        _slowness *= factor;
        agenda.After(duration, () => _slowness /= factor);
    }

    public bool Reaches(int from, int to) => from == to || _cuts[(from * hosts) + to] == 0;

    public long Delay(int from, int to) => from == to ? 1 : random.Between(ShortestDelay, longestDelay) * _slowness;
}
