namespace Failover.Chaos.Checks;

/// <summary>A line of the database's own log of results, in the order of its commits.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Term">The term in whose name it was written.</param>
/// <param name="Recorded">Whether it counted; otherwise there was a result before.</param>
/// <param name="Result">The result.</param>
/// <param name="Expected">What the task's result must be.</param>
internal sealed record Attempt(long TaskId, long Term, bool Recorded, string Result, string Expected);
