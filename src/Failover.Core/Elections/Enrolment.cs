namespace Failover.Elections;

/// <summary>What a member asks for when it enrols in an election.</summary>
/// <param name="Election">The name of the election, which is created if it is new.</param>
/// <param name="Priority">Higher is preferred.</param>
/// <param name="Policy">The policy of a new election; an existing one keeps its own.</param>
internal sealed record Enrolment(string Election, int Priority, PromotionPolicy Policy);
