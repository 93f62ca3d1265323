using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of a hand-over or a drill.</summary>
internal sealed record TargetBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("The member to promote, or null for the best other candidate.")]
    public string? Target { get; init; }

    /// <summary>See the description.</summary>
    [Description("The term of the leadership that the operator has seen: when another has begun, this is refused. Null to mean whichever it is.")]
    public long? ExpectedTerm { get; init; }
}
