namespace Failover.Coordination;

/// <summary>What the members saw when they were asked to look for one of them.</summary>
internal sealed class LookRound(TimeSpan askedAt, int asked)
{
    private readonly HashSet<string> _doubted = [];

    public TimeSpan AskedAt { get; set; } = askedAt;

    /// <summary>How many members have yet to answer.</summary>
    public int Missing { get; private set; } = asked;

    public SortedDictionary<string, Sighting> Sightings { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes what a member saw. Silence after something else is believed the second time: on a busy machine an answer may come too late, and each
    /// change takes the approvals from a request.
    /// </summary>
    public void Note(Sighting sighting)
    {
        Missing--;
        if (sighting.Address != Reachability.Silent)
        {
            _doubted.Remove(sighting.By);
        }
        else if (Sightings.TryGetValue(sighting.By, out var before) && before.Address != Reachability.Silent && _doubted.Add(sighting.By))
        {
            return;
        }

        Sightings[sighting.By] = sighting;
    }

    /// <summary>All sightings together: an answer counts more than a refusal, and that more than silence.</summary>
    public Reachability Verdict =>
        Sightings.Values.Select(sighting => sighting.Address).Where(address => address != Reachability.Unknown).DefaultIfEmpty(Reachability.Unknown).Min();
}
