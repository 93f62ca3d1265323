using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of a rejection.</summary>
internal sealed record RejectBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("The number of the promotion request.")]
    public required long Request { get; init; }

    /// <summary>See the description.</summary>
    [Description("The revision of the request that the operator has seen.")]
    public required int Revision { get; init; }
}
