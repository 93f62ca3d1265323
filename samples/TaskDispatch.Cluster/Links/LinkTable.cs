using System.Collections.Concurrent;

namespace TaskDispatch.Cluster;

/// <summary>The links between the members of a cluster, in both directions. Safe to use from any thread.</summary>
public sealed class LinkTable
{
    private readonly ConcurrentDictionary<(string From, string To), Link> _links = new();

    public Link Between(string from, string to) => _links.GetOrAdd((from, to), _ => new Link());

    /// <summary>All links of a member with others, in both directions.</summary>
    public IEnumerable<Link> Of(string member, IEnumerable<string> members) => members
        .Where(other => other != member)
        .SelectMany(other => new[] { Between(member, other), Between(other, member) });
}
