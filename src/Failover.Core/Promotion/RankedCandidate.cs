using Failover.Sessions;

namespace Failover.Promotion;

/// <summary>A candidate that may be promoted now, with what ranks it.</summary>
internal sealed record RankedCandidate(SessionId Session, int Priority, long Position, int Leaderships);
