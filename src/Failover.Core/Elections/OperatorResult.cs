namespace Failover.Elections;

/// <summary>How an operator command ended; kept so that its repetition gets the same answer.</summary>
/// <param name="Key">The command's idempotency key.</param>
/// <param name="Done">Whether it did what it was asked.</param>
/// <param name="Message">What it did, or why not.</param>
/// <param name="Election">The election it was about, or null.</param>
/// <param name="Term">The term that came of it, or 0.</param>
internal sealed record OperatorResult(string Key, bool Done, string Message, string? Election = null, long Term = 0);
