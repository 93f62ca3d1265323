namespace Failover.Testing;

/// <summary>What is wrong with the network now. Guarded by the network's lock.</summary>
internal sealed class NetworkFaults
{
    private readonly Dictionary<(string From, string To), LinkShape> _links = [];

    public HashSet<(string From, string To)> Cuts { get; } = [];

    public HashSet<string> BlackHoles { get; } = [];

    public HashSet<string> Paused { get; } = [];

    public LinkShape Link(string from, string to)
    {
        if (!_links.TryGetValue((from, to), out var link))
        {
            _links.Add((from, to), link = new LinkShape());
        }

        return link;
    }

    /// <summary>Whether bytes under way in that direction arrive.</summary>
    public bool CanPass(string from, string to) =>
        !Paused.Contains(from) && !Paused.Contains(to) && HasRoute(from, to);

    /// <summary>Whether a connect gets an answer, be it a refusal. The kernel of a paused process gives it.</summary>
    public bool CanConnect(string from, string to) => !Paused.Contains(from) && HasRoute(from, to) && HasRoute(to, from);

    private bool HasRoute(string from, string to) =>
        from == to || (!Cuts.Contains((from, to)) && !BlackHoles.Contains(from) && !BlackHoles.Contains(to));
}
