namespace Failover.Diagnostics;

/// <summary>
/// Steps at which the chaos tests let a real member die or stall. Only a startup hook of the process can set anything here; in every
/// other process a step costs the comparison of a reference with null. See <c>docs/decisions/0013-failpoints.md</c>.
/// </summary>
internal static class Failpoints
{
    /// <summary>Called on whatever thread reaches a step, before the step is passed; null in every process but those of the tests.</summary>
    public static Action<Failpoint>? Reached { get; set; }

    /// <summary>How many entries a test wants to go by between two snapshots; null for the usual number.</summary>
    public static int? EntriesPerSnapshot { get; set; }

    /// <summary>Marks a step.</summary>
    public static void Reach(Failpoint step) => Reached?.Invoke(step);
}
