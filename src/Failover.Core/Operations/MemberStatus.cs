using Failover.Sessions;

namespace Failover.Operations;

/// <summary>A configured member, as the replicated log has it. Immutable.</summary>
public sealed record MemberStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its configured cluster address.</summary>
    public required string ClusterAddress { get; init; }

    /// <summary>Its open session, or null.</summary>
    public SessionId? Session { get; init; }

    /// <summary>The address it advertises to applications, or null.</summary>
    public string? Address { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Why it reports itself unfit to lead, or null.</summary>
    public string? Unfit { get; init; }

    /// <summary>Who keeps it from leading, or null.</summary>
    public OperatorNote? Drained { get; init; }

    /// <summary>Whether the answering member takes it for the coordinator.</summary>
    public bool IsCoordinator { get; init; }

    /// <summary>The elections it leads; at most 100 are listed.</summary>
    public IReadOnlyList<string> Leads { get; init => field = value ?? []; } = [];
}
