using Failover.Elections;

namespace Failover.Coordination;

/// <summary>In which order members stand for election when a coordinator is known to coordinate no more (decision 19).</summary>
internal static class Succession
{
    /// <summary>
    /// How many of the others stand before this member: first those with an open session that lead nothing, as a coordinator that also leads
    /// would be missed twice in one crash; then those with one; then the rest. All members that know the same entries come to the same order.
    /// </summary>
    public static int RankOf(string self, string lost, IEnumerable<string> members, ClusterState state)
    {
        var leaders = state.Elections.Values.Select(election => election.Leader?.Member).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return members
            .Where(member => member != lost)
            .OrderBy(member => state.SessionOf(member) is null)
            .ThenBy(leaders.Contains)
            .ThenBy(member => member, StringComparer.Ordinal)
            .TakeWhile(member => member != self)
            .Count();
    }
}
