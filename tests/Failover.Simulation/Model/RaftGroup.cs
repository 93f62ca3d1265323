using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>The modelled Raft of a cluster: its nodes, and what they share.</summary>
internal sealed class RaftGroup
{
    public RaftGroup(int members) => Nodes = [.. Enumerable.Range(0, members).Select(place => new RaftNode(this, place))];

    public required Agenda Agenda { get; init; }

    public required Prng Random { get; init; }

    public required Network Network { get; init; }

    public required Coverage Coverage { get; init; }

    public required Trace Trace { get; init; }

    /// <summary>Whether a leader without a quorum notices that, or goes on in its belief.</summary>
    public required bool LeaderNoticesLostQuorum { get; init; }

    /// <summary>Whether a member asks for pre-votes before its Raft term rises, as DotNext's do; without, one that was cut off deposes the leader.</summary>
    public required bool AsksFirst { get; init; }

    /// <summary>Whether a leader tells what it has stored (decision 20).</summary>
    public bool LeaderTellsStored { get; init; }

    /// <summary>The nodes, by place.</summary>
    public IReadOnlyList<RaftNode> Nodes { get; }

    public int Members => Nodes.Count;

    public IEnumerable<RaftNode> Others(int place) => Nodes.Where((_, other) => other != place);

    public static string NameOf(int place) => ((char)('a' + place)).ToString();
}
