using Failover.Sessions;

namespace Failover.Operations;

/// <summary>A candidate of an election, ranked or excluded.</summary>
public sealed record CandidateReport
{
    /// <summary>The member.</summary>
    public required string Member { get; init; }

    /// <summary>Its open session, or null.</summary>
    public SessionId? Session { get; init; }

    /// <summary>1 for the best eligible candidate, and so on; null for one that can not be promoted now.</summary>
    public int? Rank { get; init; }

    /// <summary>Why it can not be promoted now, or null.</summary>
    public string? Excluded { get; init; }

    /// <summary>Whether force would override that.</summary>
    public bool CanForce { get; init; }

    /// <summary>Its configured priority; higher is preferred.</summary>
    public int Priority { get; init; }

    /// <summary>The position its application reports; higher is preferred.</summary>
    public long Position { get; init; }

    /// <summary>How many elections it leads; fewer is preferred.</summary>
    public int Leaderships { get; init; }

    /// <summary>Whether it coordinates; preferred is one that does not.</summary>
    public bool IsCoordinator { get; init; }

    /// <summary>Its labels, for example <c>zone</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } = ReadOnlyDictionary<string, string>.Empty;
}
