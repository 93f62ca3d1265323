using Failover.Sessions;

namespace Failover.Operations;

/// <summary>One leadership, as the log has it.</summary>
/// <param name="Term">Its term.</param>
/// <param name="Leader">The session it belongs to.</param>
/// <param name="Cause">Why the seat was vacant before.</param>
/// <param name="At">When it began, by the coordinator's wall clock. For display only.</param>
public sealed record TermRecord(long Term, SessionId Leader, VacancyCause Cause, DateTimeOffset At)
{
    /// <summary>The leader's labels when it was promoted.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How long the seat had been vacant before, in milliseconds by the coordinators' wall clocks. For display only.</summary>
    public double VacantMs { get; init; }
}
