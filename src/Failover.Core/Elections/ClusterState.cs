using System.Collections.Immutable;
using Failover.Audit;
using Failover.Sessions;

namespace Failover.Elections;

/// <summary>The replicated state: what every member knows after the same log entries. Immutable.</summary>
internal sealed record ClusterState
{
    /// <summary>How many results of operator commands are kept to answer repetitions.</summary>
    public const int ResultsLength = 1_000;

    public static readonly ClusterState Initial = new();

    /// <summary>The index of the last applied entry.</summary>
    public long Index { get; init; }

    public ImmutableSortedDictionary<string, MemberState> Members { get; init; } = Ordinal.Empty<MemberState>();

    public ImmutableSortedDictionary<string, ElectionState> Elections { get; init; } = Ordinal.Empty<ElectionState>();

    /// <summary>Results of recent operator commands, by key.</summary>
    public ImmutableSortedDictionary<string, OperatorResult> Results { get; init; } = Ordinal.Empty<OperatorResult>();

    /// <summary>The keys of <see cref="Results"/>, oldest first.</summary>
    public ImmutableQueue<string> ResultOrder { get; init; } = [];

    /// <summary>The number of the newest promotion request there ever was.</summary>
    public long LastRequest { get; init; }

    public AuditTrail Audit { get; init; } = AuditTrail.Empty;

    public SessionState? SessionOf(string member) => Members.TryGetValue(member, out var found) ? found.Session : null;

    /// <summary>The open session of that very id, or null.</summary>
    public SessionState? Find(SessionId id) => SessionOf(id.Member) is { } session && session.Id == id ? session : null;

    public bool IsOpen(SessionId id) => Find(id) is not null;
}
