namespace Failover.Chaos.Plans;

/// <summary>
/// The faults of a round, decided by a seed alone. Whom they hit depends on who leads when their time comes, so two runs of a seed
/// have the same plan and not the same history.
/// </summary>
internal static class FaultPlan
{
    private const double ShortestInLeases = 0.1;
    private const double LongestInLeases = 5;

    /// <summary>An endless plan: each kind once, in some order, then again in another.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="kinds">The kinds to draw from.</param>
    /// <param name="lease">The members' lease duration.</param>
    public static IEnumerable<Fault> Draw(int seed, IReadOnlyList<FaultKind> kinds, TimeSpan lease)
    {
        var random = new Random(seed);
        var deck = kinds.ToArray();
        for (var number = 1; ;)
        {
            random.Shuffle(deck);
            foreach (var kind in deck)
            {
                var calm = TimeSpan.FromMilliseconds(random.Next(100, 2_000));
                yield return new Fault(number++, kind, calm, Length(random, lease), random.Next());
            }
        }
    }

    /// <summary>From a tenth of a lease to five, short ones as likely as long ones.</summary>
    private static TimeSpan Length(Random random, TimeSpan lease) =>
        lease * (ShortestInLeases * Math.Pow(LongestInLeases / ShortestInLeases, random.NextDouble()));
}
