namespace Failover.Operations;

/// <summary>A planned change under way: the leader was asked to release, or is being deposed.</summary>
/// <param name="Target">The member to promote, or null for the best candidate other than the leader.</param>
/// <param name="From">The member that leads until then.</param>
/// <param name="By">Who asked for it.</param>
public sealed record HandOver(string? Target, string From, OperatorNote By)
{
    /// <summary>Whether the leader only resigns: who follows is left to the election's policy.</summary>
    public bool IsResignation { get; init; }

    /// <summary>With a resignation: for how many milliseconds the member that resigned is no candidate.</summary>
    public int QuarantineMs { get; init; }

    /// <summary>Whether a leader that does not release is deposed (rule 7), and the target promoted although something speaks against it.</summary>
    public bool Force { get; init; }
}
