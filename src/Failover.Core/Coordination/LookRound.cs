namespace Failover.Coordination;

/// <summary>What the members saw when they were asked to look for one of them.</summary>
internal sealed class LookRound(TimeSpan askedAt, int asked)
{
    public TimeSpan AskedAt { get; set; } = askedAt;

    /// <summary>How many members have yet to answer.</summary>
    public int Missing { get; set; } = asked;

    public SortedDictionary<string, Sighting> Sightings { get; } = new(StringComparer.Ordinal);

    /// <summary>All sightings together: an answer counts more than a refusal, and that more than silence.</summary>
    public Reachability Verdict =>
        Sightings.Values.Select(sighting => sighting.Address).Where(address => address != Reachability.Unknown).DefaultIfEmpty(Reachability.Unknown).Min();
}
