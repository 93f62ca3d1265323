using Failover.Testing;

namespace Failover.Tests;

/// <summary>Waits for what the members know of their coordinator.</summary>
internal static class CoordinatorWaits
{
    /// <summary>Waits until each running member knows a coordinator that is as expected, but for those left out.</summary>
    public static Task AllKnowCoordinatorAsync(this TestCluster cluster, Func<string, bool> expected, params string[] leftOut) => cluster.WaitUntilAsync(
        () => cluster.Running.All(member => leftOut.Contains(member.Name) || (member.Coordinator is { } name && expected(name))),
        () => string.Join(", ", cluster.Running.Select(member => $"{member.Name} knows {member.Coordinator}")));
}
