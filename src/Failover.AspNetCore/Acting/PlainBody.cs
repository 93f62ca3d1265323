namespace Failover.AspNetCore.Acting;

/// <summary>The body of a command that needs no more than its route says.</summary>
internal sealed record PlainBody : ActBody;
