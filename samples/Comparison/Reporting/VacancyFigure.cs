namespace Comparison.Reporting;

/// <summary>A measured vacancy.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Seconds">How long it lasted, all in all.</param>
internal sealed record VacancyFigure(VacancyEnd End, double Seconds)
{
    /// <summary>After how long a promotion request was open; null when there was none.</summary>
    public double? AskedAfterSeconds { get; init; }

    /// <summary>How long that request waited for the operator's approval; 0 without one.</summary>
    public double OperatorSeconds { get; init; }

    /// <summary>After how long the old leader's process was back, though another led; null if it never was.</summary>
    public double? OldLeaderBackAfterSeconds { get; init; }

    /// <summary>Whether the promotion was false.</summary>
    public bool IsFalse { get; init; }
}
