namespace Failover.Promotion;

/// <summary>Which policy decides on promotions in an election. Replicated.</summary>
/// <param name="Name">The policy's name; <c>automatic</c> promotes the best candidate at once.</param>
internal sealed record PolicySettings(string Name)
{
    public static readonly PolicySettings Automatic = new("automatic");
}
