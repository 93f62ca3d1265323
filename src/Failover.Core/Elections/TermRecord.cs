using Failover.Sessions;

namespace Failover.Elections;

/// <summary>One leadership, as the log has it.</summary>
/// <param name="Term">Its term.</param>
/// <param name="Leader">The session it belongs to.</param>
/// <param name="Cause">Why the seat was vacant before.</param>
/// <param name="At">When it began, by the coordinator's wall clock. For display only.</param>
internal sealed record TermRecord(long Term, SessionId Leader, VacancyCause Cause, DateTimeOffset At);
