using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of a change of policy.</summary>
internal sealed record PolicyBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("The new policy, as a whole: what is left out gets its default.")]
    public required PromotionPolicy Policy { get; init; }

    /// <summary>See the description.</summary>
    [Description("The revision of the policy that the operator has seen: a change of any other is refused. Null to change whichever it is.")]
    public int? ExpectedRevision { get; init; }
}
