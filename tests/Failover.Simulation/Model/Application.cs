using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>The application in a process: starts its leader services, and stops them when it is asked to.</summary>
internal sealed class Application(MemberProcess process, Prng random)
{
    private readonly SortedDictionary<string, (long Term, bool IsAsked)> _services = new(StringComparer.Ordinal);

    private World World => process.World;

    public void Began(string election, long term)
    {
        _services[election] = (term, false);
        if (process.Host.Behaviour == AppBehaviour.Throwing)
        {
            World.Coverage.Mark("application threw");
            process.After(random.Between(100, 300_000), now =>
                process.Session.Resign(election, term, VacancyCause.ServiceFailed, "its service threw", World.QuarantineMs));
        }
    }

    public void AskedToRelease(string election, long term)
    {
        if (!_services.TryGetValue(election, out var service) || service.Term != term)
        {
            return;
        }

        _services[election] = (term, true);
        switch (process.Host.Behaviour)
        {
            case AppBehaviour.Slow:
                World.Coverage.Mark("application released slowly");
                Release(election, term, random.Between(100_000, 3_000_000));
                break;
            case AppBehaviour.Never:
                World.Coverage.Mark("application did not release");
                break;
            default:
                Release(election, term, random.Between(100, 5_000));
                break;
        }
    }

    public void Ended(string election) => _services.Remove(election);

    /// <summary>A hung application goes on.</summary>
    public void Recover()
    {
        foreach (var (election, service) in _services.Where(service => service.Value.IsAsked).ToArray())
        {
            Release(election, service.Term, random.Between(100, 5_000));
        }
    }

    private void Release(string election, long term, long delay) =>
        process.After(delay, now => process.Session.Released(election, term, now));
}
