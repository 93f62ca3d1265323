using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>Why an address was dialled.</summary>
/// <param name="Session">The session that it is about.</param>
/// <param name="Link">The channel that wants a new session (rule 4), or null where a crash is suspected (rule 6).</param>
internal readonly record struct ProbePurpose(SessionId Session, Link? Link);
