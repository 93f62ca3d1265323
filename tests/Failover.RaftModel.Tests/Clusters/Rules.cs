namespace Failover.RaftModel.Tests.Clusters;

/// <summary>What the core relies on in whatever happens: the promises of <see cref="IReplicatedLog"/> and its observer.</summary>
internal static class Rules
{
    public static void Check(IRaftCluster cluster)
    {
        var known = new Dictionary<long, AppliedEntry>();
        var leaders = new Dictionary<long, string>();
        foreach (var life in cluster.Lives)
        {
            Assert.Null(life.Failure);
            CheckOrder(life.Applied, cluster.Members.Count);
            foreach (var entry in life.Applied)
            {
                // Invariant "agreement": the same entry at the same index, on all, for ever.
                Assert.Equal(entry, known.GetValueOrDefault(entry.Index, entry));
                known[entry.Index] = entry;
            }

            foreach (var (raftTerm, lastIndex) in life.Became)
            {
                Assert.Equal(life.Member, leaders.GetValueOrDefault(raftTerm, life.Member));
                leaders[raftTerm] = life.Member;

                // Who came to lead had applied every entry of earlier Raft terms.
                Assert.DoesNotContain(life.Applied, entry => entry.RaftTerm < raftTerm && entry.Index > lastIndex);
            }

            var terms = life.Became.Select(became => became.RaftTerm).ToArray();
            Assert.Equal(terms.Distinct().Order(), terms);
        }

        CheckOrder([.. known.Values.OrderBy(entry => entry.Index)], cluster.Members.Count);
    }

    /// <summary>Raft terms do not fall; each leadership begins with an entry of its own, which nobody gets to see.</summary>
    private static void CheckOrder(AppliedEntry[] entries, int members)
    {
        // DotNext's only member is not elected, and so begins with none; the model's does.
        var begins = members == 1 ? 0 : 1;
        var last = new AppliedEntry(0, 0, "");
        foreach (var entry in entries)
        {
            Assert.True(entry.RaftTerm >= last.RaftTerm, $"{entry} after {last}");
            if (entry.RaftTerm == last.RaftTerm)
            {
                Assert.Equal(last.Index + 1, entry.Index);
            }
            else
            {
                Assert.True(entry.Index > last.Index + begins, $"{entry} after {last}");
            }

            last = entry;
        }
    }
}
