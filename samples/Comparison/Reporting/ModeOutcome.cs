namespace Comparison.Reporting;

/// <summary>What was measured of one mode in one scenario.</summary>
internal sealed record ModeOutcome
{
    public required string Mode { get; init; }

    /// <summary>All vacancies since the fault began.</summary>
    public required IReadOnlyList<VacancyFigure> Vacancies { get; init; }

    /// <summary>How many tasks were done in the observation.</summary>
    public required long TasksDone { get; init; }

    /// <summary>How many tasks waited longer than a second for their result.</summary>
    public required int TasksDelayed { get; init; }

    public required int TasksAcknowledged { get; init; }

    /// <summary>Acknowledged tasks without a result in the end. Anything but 0 is a bug.</summary>
    public required int TasksLost { get; init; }

    /// <summary>Anything but 0 is a bug.</summary>
    public required long RecordedTwice { get; init; }

    /// <summary>Writes that the database refused because of a stale term.</summary>
    public required long RefusedWrites { get; init; }

    /// <summary>How often the seat passed to another member.</summary>
    public required int LeaderChanges { get; init; }

    /// <summary>Promotion requests that were opened.</summary>
    public required int Requests { get; init; }

    /// <summary>Approvals that the simulated operator gave.</summary>
    public required int OperatorActions { get; init; }

    /// <summary>Its reaction times, drawn and used.</summary>
    public required IReadOnlyList<double> ReactionSeconds { get; init; }

    /// <summary>Tasks done in each second of the observation.</summary>
    public required IReadOnlyList<double> DonePerSecond { get; init; }

    /// <summary>What the records show against the promises (one leader, rising terms); empty when all is well.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>How late the observer itself woke at worst: so busy was the machine.</summary>
    public double MostLateSeconds { get; init; }

    public double WithoutLeaderSeconds => Vacancies.Sum(vacancy => vacancy.Seconds);

    public int FalsePromotions => Vacancies.Count(vacancy => vacancy.IsFalse);
}
