namespace Failover.Cli.Output;

/// <summary>Shows a cluster to people.</summary>
internal static class StatusView
{
    public static void Print(Printer printer, ClusterStatus status, TimeProvider clock)
    {
        printer.Line(
            Piece.Strong(status.ClusterId),
            $" as {status.Member} has it: coordinator ",
            status.Coordinator is { } coordinator ? coordinator : Piece.Bad("unknown"),
            $", log index {Words.Number(status.Index)}, audit record {Words.Number(status.AuditCount)}");
        Warn(printer, status);
        printer.Line();
        Elections(printer, status.Elections, clock);
        printer.Line();
        Members(printer, status.Members);
        foreach (var request in status.Elections.Select(election => election.Request).OfType<PromotionRequest>())
        {
            printer.Line();
            RequestView.Hint(printer, request);
        }
    }

    /// <summary>Says that what follows may be old, where that is so.</summary>
    public static void Warn(Printer printer, ClusterStatus status)
    {
        if (!status.HasSession)
        {
            printer.Line(Piece.Warning($"{status.Member} is not connected to the cluster now: what it says may be old. Ask another member."));
        }
    }

    public static void Elections(Printer printer, IReadOnlyList<ElectionStatus> elections, TimeProvider clock)
    {
        if (elections.Count == 0)
        {
            printer.Line("No election yet.");
            return;
        }

        var grid = new Grid("ELECTION", "LEADER", "TERM", "SINCE", "POLICY", "NOTE");
        foreach (var election in elections)
        {
            grid.Add(
                Piece.Strong(election.Name),
                Leader(election),
                Words.Number(election.Term),
                Words.Ago(election.Since, clock),
                election.Policy.Name,
                ElectionView.Note(election));
        }

        printer.Grid(grid);
    }

    public static void Members(Printer printer, IReadOnlyList<MemberStatus> members)
    {
        var grid = new Grid("MEMBER", "SESSION", "CLUSTER ADDRESS", "ADDRESS", "LABELS", "LEADS", "NOTE");
        foreach (var member in members)
        {
            grid.Add(
                Piece.Strong(member.Name),
                member.Session is { } session ? Piece.Good(session.ToString()) : Piece.Bad("none"),
                member.ClusterAddress,
                member.Address ?? "-",
                Words.Labels(member.Labels),
                Leads(member),
                Note(member));
        }

        printer.Grid(grid);
    }

    private static Piece Leader(ElectionStatus election) => election.Leader is { } leader
        ? Piece.Good($"{leader.Member}#{Words.Number(leader.Incarnation)}")
        : Piece.Bad($"vacant: {Words.Of(election.Cause)}");

    private static string Leads(MemberStatus member) => member.Leads.Count switch
    {
        0 => "-",
        <= 3 => string.Join(", ", member.Leads),
        >= 100 => "100 or more",
        var count => $"{string.Join(", ", member.Leads.Take(2))} and {Words.Number(count - 2)} more",
    };

    private static Piece Note(MemberStatus member)
    {
        List<string> notes = [];
        if (member.IsCoordinator)
        {
            notes.Add("coordinator");
        }

        if (member.Drained is { } by)
        {
            notes.Add($"drained by {by.Actor}{(by.Reason is null ? "" : $": {by.Reason}")}");
        }

        if (member.Unfit is { } unfit)
        {
            notes.Add($"unfit: {unfit}");
        }

        return new Piece(string.Join("; ", notes), member.Drained is null && member.Unfit is null ? Tone.Plain : Tone.Warning);
    }
}
