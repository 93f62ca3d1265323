using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of a promotion without a request.</summary>
internal sealed record PromoteBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("The member to promote.")]
    public required string Candidate { get; init; }

    /// <summary>See the description.</summary>
    [Description("The term that the operator has seen: that of the leader or, in a vacancy, of the last.")]
    public required long ExpectedTerm { get; init; }

    /// <summary>See the description.</summary>
    [Description("Override what keeps the candidate from leading, a live leader included.")]
    public bool Force { get; init; }
}
