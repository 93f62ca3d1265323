using System.Collections.ObjectModel;

namespace Failover.Testing;

/// <summary>What a <see cref="MemberProcess"/> is started in. Immutable.</summary>
public sealed record ProcessSurroundings
{
    /// <summary>
    /// A command that becomes the member's program, such as <c>ip netns exec name</c>. It must replace itself (exec), so that
    /// signals reach the member. Default: none.
    /// </summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Environment variables besides those of this process. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
