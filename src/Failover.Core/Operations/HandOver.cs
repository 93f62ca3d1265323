namespace Failover.Operations;

/// <summary>A planned change under way: the leader was asked to release, or is being deposed.</summary>
/// <param name="Target">The member to promote, or null for the best candidate other than the leader.</param>
/// <param name="From">The member that leads until then.</param>
/// <param name="By">Who asked for it.</param>
public sealed record HandOver(string? Target, string From, OperatorNote By)
{
    /// <summary>Whether the leader only resigns: who follows is left to the election's policy.</summary>
    public bool IsResignation { get; init; }

    /// <summary>Whether the target is promoted although something speaks against it.</summary>
    public bool Force { get; init; }
}
