using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of a resignation.</summary>
internal sealed record ResignBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("The term of the leadership that the operator has seen: when another has begun, this is refused. Null to mean whichever it is.")]
    public long? ExpectedTerm { get; init; }
}
