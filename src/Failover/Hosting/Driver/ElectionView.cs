using Failover.Elections;
using Failover.Sessions;

namespace Failover.Hosting.Driver;

/// <summary>What applications see of an election's state.</summary>
internal static class ElectionView
{
    public static ElectionSnapshot Of(ClusterState state, ElectionState election, SessionId self) => new()
    {
        Election = election.Name,
        Term = election.Term,
        Leader = election.Leader is { } leader ? Describe(state, leader) : null,
        Cause = election.Cause,
        Since = election.Since,
        IsSelf = election.Leader == self,
        IsPaused = election.Pause is not null,
    };

    /// <summary>The election just after it became vacant, although the entry that did it may also have filled it.</summary>
    public static ElectionSnapshot Of(ClusterState state, ClusterEvent.Vacated vacated) => new()
    {
        Election = vacated.Election,
        Term = vacated.Term,
        Cause = vacated.Cause,
        Since = vacated.At,
        IsPaused = state.Elections[vacated.Election].Pause is not null,
    };

    public static ElectionSnapshot Of(ClusterState state, ClusterEvent.Promoted promoted, SessionId self) => new()
    {
        Election = promoted.Election,
        Term = promoted.Term,
        Leader = Describe(state, promoted.Leader),
        Cause = promoted.Cause,
        Since = promoted.At,
        IsSelf = promoted.Leader == self,
        IsPaused = state.Elections[promoted.Election].Pause is not null,
    };

    /// <summary>The changes that a member missed because a snapshot replaced its state: one for each leadership that the history still has.</summary>
    public static IEnumerable<ElectionSnapshot> Missed(ClusterState state, ElectionState election, long lastTerm, SessionId self)
    {
        foreach (var record in election.History.Where(record => record.Term > lastTerm && record.Term < election.Term))
        {
            yield return new ElectionSnapshot
            {
                Election = election.Name,
                Term = record.Term,
                Leader = Describe(state, record.Leader),
                Cause = record.Cause,
                Since = record.At,
                IsSelf = false,
            };
        }

        yield return Of(state, election, self);
    }

    private static LeaderInfo Describe(ClusterState state, SessionId leader)
    {
        var session = state.Find(leader);
        return new LeaderInfo(
            leader.Member,
            leader.Incarnation,
            session?.Address,
            session?.Labels ?? System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty);
    }
}
