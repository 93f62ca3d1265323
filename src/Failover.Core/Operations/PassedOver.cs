using Failover.Sessions;

namespace Failover.Operations;

/// <summary>A session that is not proposed again during this vacancy. An operator may still promote it.</summary>
/// <param name="Session">The session.</param>
/// <param name="Reason">Who rejected it and why, or that nobody decided in time.</param>
public sealed record PassedOver(SessionId Session, string Reason);
