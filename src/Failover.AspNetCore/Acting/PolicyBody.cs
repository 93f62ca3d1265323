using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>The body of a change of policy.</summary>
internal sealed record PolicyBody : ActBody
{
    /// <summary>See the description.</summary>
    [Description("The new policy, as a whole: what is left out gets its default.")]
    public required PromotionPolicy Policy { get; init; }
}
