namespace Failover.Coordination;

/// <summary>What a member's configured address answered.</summary>
/// <param name="Refused">The host refused: nothing listens there.</param>
/// <param name="Process">The process that answered as that member, or null.</param>
internal readonly record struct ProbeAnswer(bool Refused, Guid? Process);
