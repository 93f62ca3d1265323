namespace Failover.Coordination;

/// <summary>A renewal that is confirmed once a barrier that began after its receipt has passed (rule 2).</summary>
internal readonly record struct WaitingRenewal(Link Link, long Number, TimeSpan ReceivedAt);
