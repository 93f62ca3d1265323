namespace Failover.Cli.Output;

/// <summary>Shows one election to people.</summary>
internal static class ElectionView
{
    /// <summary>What is special about it now, in a few words.</summary>
    public static Piece Note(ElectionStatus election)
    {
        List<string> notes = [];
        if (election.Request is { } request)
        {
            notes.Add($"request {Words.Number(request.Number)} waits for approval");
        }

        if (election.HandOver is { } handOver)
        {
            notes.Add(handOver.IsResignation ? $"{handOver.From} resigns" : $"hand-over from {handOver.From} to {handOver.Target ?? "the best candidate"}");
        }

        if (election.Pause is { } pause)
        {
            notes.Add($"paused by {pause.By.Actor}{(pause.By.Reason is null ? "" : $": {pause.By.Reason}")}");
        }

        return Piece.Warning(string.Join("; ", notes));
    }

    public static void Print(Printer printer, ElectionStatus election, TimeProvider clock)
    {
        printer.Line(Piece.Strong(election.Name), ": ", Headline(election), $", since {Words.Time(election.Since)} ({Words.Ago(election.Since, clock)})");
        printer.Line("policy: ", PolicyView.Describe(election.Policy));
        if (Note(election) is { Text.Length: > 0 } note)
        {
            printer.Line("now: ", note);
        }

        foreach (var quarantine in election.Quarantined)
        {
            printer.Line("no candidate for a while: ", Piece.Warning($"{quarantine.Member}, {Words.Of(quarantine.Cause)}, {Words.Milliseconds(quarantine.DurationMs)}"));
        }

        foreach (var passed in election.PassedOver)
        {
            printer.Line("passed over: ", Piece.Warning($"{passed.Session}, {passed.Reason}"));
        }

        printer.Line();
        Candidates(printer, election.Candidates);
        if (election.History.Count > 0)
        {
            printer.Line();
            History(printer, election.History);
        }

        if (election.Request is { } request)
        {
            printer.Line();
            RequestView.Hint(printer, request);
        }
    }

    /// <summary>Who leads, or why nobody does.</summary>
    public static Piece Headline(ElectionStatus election) => election.Leader is { } leader
        ? Piece.Good($"{leader.Member}#{Words.Number(leader.Incarnation)} leads in term {Words.Number(election.Term)}")
        : Piece.Bad($"nobody leads ({Words.Of(election.Cause)}); the last term was {Words.Number(election.Term)}");

    public static void Candidates(Printer printer, IReadOnlyList<CandidateReport> candidates)
    {
        if (candidates.Count == 0)
        {
            printer.Line("No candidates.");
            return;
        }

        var grid = new Grid("CANDIDATE", "RANK", "SESSION", "PRIORITY", "POSITION", "LEADS", "LABELS", "AGAINST IT");
        foreach (var candidate in candidates)
        {
            grid.Add(
                Piece.Strong(candidate.Member),
                candidate.Rank is { } rank ? Piece.Good(Words.Number(rank)) : "-",
                Words.Session(candidate.Session),
                Words.Number(candidate.Priority),
                Words.Number(candidate.Position),
                Words.Number(candidate.Leaderships),
                Words.Labels(candidate.Labels),
                Against(candidate));
        }

        printer.Grid(grid);
    }

    public static void History(Printer printer, IReadOnlyList<TermRecord> history)
    {
        var grid = new Grid("TERM", "LEADER", "FROM", "AFTER", "VACANT BEFORE");
        foreach (var term in history)
        {
            grid.Add(Words.Number(term.Term), term.Leader.ToString(), Words.Time(term.At), Words.Of(term.Cause), Words.Milliseconds(term.VacantMs));
        }

        printer.Grid(grid);
    }

    private static Piece Against(CandidateReport candidate) => candidate switch
    {
        { Excluded: { } why, CanForce: true } => Piece.Warning($"{why} (--force overrides)"),
        { Excluded: { } why } => Piece.Bad(why),
        { IsCoordinator: true } => Piece.Quiet("coordinates; others are preferred"),
        _ => "",
    };
}
