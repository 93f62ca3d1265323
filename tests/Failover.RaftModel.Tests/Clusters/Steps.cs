namespace Failover.RaftModel.Tests.Clusters;

/// <summary>What scenarios are made of.</summary>
internal static class Steps
{
    public static async Task StartAllAsync(this IRaftCluster cluster)
    {
        foreach (var member in cluster.Members)
        {
            await cluster.StartAsync(member);
        }
    }

    public static async Task CrashAllAsync(this IRaftCluster cluster)
    {
        foreach (var member in cluster.Members)
        {
            await cluster.CrashAsync(member);
        }
    }

    public static string[] OthersThan(this IRaftCluster cluster, params string[] members) => [.. cluster.Members.Except(members)];

    /// <summary>Waits until one of the members leads, of all if none are named; of several the one in the latest Raft term.</summary>
    public static async Task<(string Name, long RaftTerm)> LeaderAsync(this IRaftCluster cluster, params string[] among)
    {
        var members = among.Length == 0 ? cluster.Members : among;
        (string Name, long RaftTerm)? leader = null;
        await cluster.UntilAsync(
            () => (leader = members.Select(member => (member, cluster.View(member).LeadsIn ?? 0)).MaxBy(found => found.Item2)).Value.RaftTerm > 0,
            $"one of {string.Join(' ', members)} leads");
        return leader!.Value;
    }

    /// <summary>Waits until one of the members leads and a quorum confirms it.</summary>
    public static async Task<(string Name, long RaftTerm)> ConfirmedLeaderAsync(this IRaftCluster cluster, params string[] among)
    {
        while (true)
        {
            var leader = await cluster.LeaderAsync(among);
            if (await cluster.ConfirmAsync(leader.Name, leader.RaftTerm))
            {
                return leader;
            }

            await cluster.UntilAsync(() => cluster.View(leader.Name).LeadsIn != leader.RaftTerm, $"{leader.Name} leads no longer");
        }
    }

    public static async Task<bool> AsksAsync(this IRaftCluster cluster, Answer answer, string what)
    {
        await cluster.UntilAsync(() => answer.Value is not null, what);
        return answer.Value!.Value;
    }

    public static Task<bool> ProposeAsync(this IRaftCluster cluster, (string Name, long RaftTerm) leader, string entry) =>
        cluster.AsksAsync(cluster.Propose(leader.Name, entry, leader.RaftTerm), $"an answer to {entry}");

    public static Task<bool> ConfirmAsync(this IRaftCluster cluster, string member, long raftTerm) =>
        cluster.AsksAsync(cluster.Confirm(member, raftTerm), $"a barrier at {member}");

    /// <summary>Proposes entries one after the other to whoever leads among the members, until each is applied once.</summary>
    public static async Task CommitAsync(this IRaftCluster cluster, string[] among, params string[] entries)
    {
        foreach (var entry in entries)
        {
            while (true)
            {
                var leader = await cluster.LeaderAsync(among);

                // Who leads has applied all that was committed before, so it tells whether an earlier attempt was.
                if (cluster.View(leader.Name).Contents.Contains(entry) || await cluster.ProposeAsync(leader, entry))
                {
                    break;
                }

                await cluster.UntilAsync(() => cluster.View(leader.Name).LeadsIn != leader.RaftTerm, $"{leader.Name} leads no longer");
            }
        }
    }

    public static async Task UntilAppliedAsync(this IRaftCluster cluster, IEnumerable<string> members, params string[] entries)
    {
        foreach (var member in members)
        {
            try
            {
                await cluster.UntilAsync(() => cluster.View(member).Contents.SequenceEqual(entries), "entries");
            }
            catch (TimeoutException error)
            {
                var has = string.Join("; ", cluster.Members.Select(other => $"{other}: {string.Join(' ', cluster.View(other).Contents)}"));
                throw new TimeoutException($"{member} does not get to [{string.Join(' ', entries)}]. Applied are {has}.", error);
            }
        }
    }

    /// <summary>Waits until all name the same member as the coordinator, and that one leads.</summary>
    public static Task UntilAllFollowAsync(this IRaftCluster cluster) => cluster.UntilAsync(
        () => cluster.Members.Select(member => cluster.View(member).Coordinator).Distinct().ToArray() is [{ } leader] && cluster.View(leader).LeadsIn is not null,
        "all follow the leader");

    /// <summary>Tries something under a leader that should stay, with another leader if it does not, as often as the cluster allows.</summary>
    public static async Task UnderOneLeaderAsync(this IRaftCluster cluster, Func<Reign, int, Task> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (leader, raftTerm) = await cluster.ConfirmedLeaderAsync();
            try
            {
                await act(new Reign(cluster, leader, raftTerm), attempt);
                return;
            }
            catch (ReignOverException) when (attempt < cluster.Attempts)
            {
                foreach (var member in cluster.Members)
                {
                    cluster.Rejoin(member);
                }
            }
        }
    }

    /// <summary>Cuts, both ways, each of some members from each of the others.</summary>
    public static void CutOff(this IRaftCluster cluster, params string[] members) => ForEachWay(cluster, members, cluster.Cut);

    public static void Rejoin(this IRaftCluster cluster, params string[] members) => ForEachWay(cluster, members, cluster.Mend);

    private static void ForEachWay(IRaftCluster cluster, string[] members, Action<string, string> act)
    {
        foreach (var member in members)
        {
            foreach (var other in cluster.OthersThan(members))
            {
                act(member, other);
                act(other, member);
            }
        }
    }
}
