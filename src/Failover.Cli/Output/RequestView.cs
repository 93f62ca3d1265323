namespace Failover.Cli.Output;

/// <summary>Shows a promotion request to those who decide on it.</summary>
internal static class RequestView
{
    public static void List(Printer printer, IReadOnlyList<PromotionRequest> requests, TimeProvider clock)
    {
        if (requests.Count == 0)
        {
            printer.Line("No promotion waits for approval.");
            return;
        }

        var grid = new Grid("REQUEST", "REVISION", "ELECTION", "CANDIDATE", "APPROVALS", "OPENED", "WHY");
        foreach (var request in requests)
        {
            grid.Add(
                Piece.Strong(Words.Number(request.Number)),
                Words.Number(request.Revision),
                request.Election,
                request.Candidate is { } candidate ? candidate.ToString() : Piece.Bad("none eligible"),
                Approvals(request),
                Words.Ago(request.OpenedAt, clock),
                request.IsEscalated ? Piece.Bad($"{request.Why} (escalated)") : request.Why);
        }

        printer.Grid(grid);
        printer.Line();
        printer.Line("See the evidence, and decide: ", Piece.Strong($"failover approve {ShellWords.Quote(requests[0].Election)}"));
    }

    /// <summary>All that speaks for and against it.</summary>
    public static void Print(Printer printer, PromotionRequest request, TimeProvider clock)
    {
        printer.Line(
            Piece.Strong($"Request {Words.Number(request.Number)}, revision {Words.Number(request.Revision)}"),
            $": promote {request.Candidate?.ToString() ?? "nobody yet"} in {request.Election}, in term {Words.Number(request.Term + 1)}");
        printer.Line($"opened {Words.Time(request.OpenedAt)} ({Words.Ago(request.OpenedAt, clock)}), revised {Words.Time(request.RevisedAt)}; approvals: {Approvals(request)}");
        printer.Line("why it waits: ", request.Why);
        if (request.IsEscalated || request.IsTimedOut)
        {
            printer.Line(Piece.Bad(request.IsTimedOut ? "Its time has run out: the policy promotes now." : "Escalated: nobody decided in time."));
        }

        foreach (var approval in request.Approvals)
        {
            printer.Line($"approved for {approval.Candidate} by {approval.By.Actor}, {Words.Time(approval.At)}{(approval.By.Reason is null ? "" : $": {approval.By.Reason}")}");
        }

        printer.Line();
        Print(printer, request.Evidence);
    }

    /// <summary>That it waits, and the line to type.</summary>
    public static void Hint(Printer printer, PromotionRequest request)
    {
        printer.Line(
            Piece.Warning($"{request.Election} waits for a decision: request {Words.Number(request.Number)}, revision {Words.Number(request.Revision)}, candidate {request.Candidate?.Member ?? "none"}."));
        printer.Line("  See the evidence, and decide: ", Piece.Strong($"failover approve {ShellWords.Quote(request.Election)}"));
    }

    private static void Print(Printer printer, Evidence evidence)
    {
        printer.Line($"the seat is vacant: {Words.Of(evidence.Cause)}");
        printer.Line(
            $"the old leader, {evidence.OldLeader?.ToString() ?? "none before"}: ",
            evidence.LeaseHasRunOut ? Piece.Good("it can act no more, its lease has run out") : Piece.Bad("it may still act: its lease has not run out"),
            evidence.OldLeader is null ? "" : $"; its address {Answer(evidence.OldLeaderAddress)}");
        foreach (var sighting in evidence.Sightings)
        {
            printer.Line($"  seen from {sighting.By}: its address {Answer(sighting.Address)}, last heard {(sighting.HeardMsAgo is { } ago ? $"{Words.Milliseconds(ago)} before" : "never")}");
        }

        printer.Line(
            $"majority: {Words.Number(evidence.Connected)} of {Words.Number(evidence.Members)} members are connected, {Words.Number(evidence.Quorum)} are needed; ",
            evidence.QuorumMargin > 0 ? $"{Words.Number(evidence.QuorumMargin)} more may fail" : Piece.Warning("no more may fail"));
        printer.Line();
        ElectionView.Candidates(printer, evidence.Candidates);
        if (evidence.RecentPromotions.Count > 0)
        {
            printer.Line();
            ElectionView.History(printer, evidence.RecentPromotions);
        }
    }

    private static string Answer(Reachability reachability) => reachability switch
    {
        Reachability.Answers => "answers",
        Reachability.Refuses => "refuses connections (no process listens there)",
        Reachability.Silent => "is silent",
        _ => "was not asked",
    };

    private static string Approvals(PromotionRequest request) => $"{Words.Number(request.Approvals.Count)} of {Words.Number(request.ApprovalsNeeded)}";
}
