namespace Failover.Cli.Http;

/// <summary>What became of the attempts of one request, for the one sentence that is printed when all have failed.</summary>
internal sealed class Attempts
{
    private readonly Dictionary<ServerAddress, string> _failures = [];

    /// <summary>Whether an attempt may have reached its member without an answer coming back.</summary>
    public bool MayHaveActed { get; private set; }

    /// <summary>Whether some member was there in this round, so that another one may help.</summary>
    public bool Heard { get; private set; }

    public void BeginRound() => Heard = false;

    public void NotReached(ServerAddress server, string why) => _failures[server] = why;

    public void Lost(ServerAddress server, string why)
    {
        _failures[server] = why;
        Heard = true;
        MayHaveActed = true;
    }

    /// <summary>It answered, but could not decide.</summary>
    public void Undecided(ServerAddress server, string why, bool mayHaveActed)
    {
        _failures[server] = why;
        Heard = true;
        MayHaveActed |= mayHaveActed;
    }

    public IReadOnlyList<string> Describe() => [.. _failures.Select(failure => $"{failure.Key}: {failure.Value}")];
}
