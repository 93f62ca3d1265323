namespace Failover.Sessions;

/// <summary>A leadership this member acts on.</summary>
/// <param name="Term">Its term.</param>
/// <param name="Release">What will be said to the coordinator when it is released; null while nobody asked for that.</param>
internal sealed record ActingLeadership(long Term, SessionMessage.Released? Release);
