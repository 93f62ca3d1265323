using Comparison.Reporting;

namespace Comparison.Tests;

/// <summary>Outcomes of scenarios with two modes and one vacancy each, for figures that can be checked by hand.</summary>
internal static class Outcomes
{
    public static ScenarioOutcome Of(string name, double perYear, VacancyFigure automatic, VacancyFigure approval) =>
        new(name, "f", "", 5, 10, Night: false, perYear, [Mode("automatic", automatic), Mode("approval", approval)]);

    private static ModeOutcome Mode(string name, VacancyFigure vacancy) => new()
    {
        Mode = name,
        Vacancies = [vacancy],
        TasksDone = 0,
        TasksDelayed = 0,
        TasksAcknowledged = 0,
        TasksLost = 0,
        RecordedTwice = 0,
        RefusedWrites = 0,
        LeaderChanges = 0,
        Requests = 0,
        OperatorActions = 0,
        ReactionSeconds = [],
        DonePerSecond = [1, 2, 1],
        Violations = [],
    };
}
