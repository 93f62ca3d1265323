using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of an approval.</summary>
internal sealed record ApproveBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("The number of the promotion request.")]
    public required long Request { get; init; }

    /// <summary>See the description.</summary>
    [Description("The revision of the request that the operator has seen.")]
    public required int Revision { get; init; }

    /// <summary>See the description.</summary>
    [Description("Another candidate than the proposed one, or null.")]
    public string? Candidate { get; init; }

    /// <summary>See the description.</summary>
    [Description("Override what keeps the candidate from leading; needs a reason.")]
    public bool Force { get; init; }
}
