using System.Globalization;
using Demo.Faults;
using Spectre.Console;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Demo;

/// <summary>Tells what happens, for people.</summary>
internal sealed class Narrator(IAnsiConsole console)
{
    private int _chapter;

    public void Title(string text) => console.MarkupLineInterpolated($"[bold]{text}[/]");

    public void Chapter(string text)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{++_chapter}. {Markup.Escape(text)}[/]") { Justification = Justify.Left, Style = Style.Parse("grey") });
    }

    public void Say(string text) => console.MarkupLineInterpolated($"             [grey]{text}[/]");

    /// <summary>Tells what starts the clock.</summary>
    public void Begin(string text) => console.MarkupLineInterpolated($"[red]     0.0 ms[/]  [bold]{text}[/]");

    /// <summary>Tells the lines that matter, by the time since a fault.</summary>
    public void Tell(long sinceNanoseconds, IEnumerable<RecordLine> lines)
    {
        foreach (var line in lines.OrderBy(line => line.AtNanoseconds))
        {
            var time = ((line.AtNanoseconds - sinceNanoseconds) / 1e6).ToString("F1", CultureInfo.InvariantCulture).PadLeft(8);
            switch (line)
            {
                case { Kind: RecordKind.LeadershipEnded }:
                    console.MarkupLineInterpolated($"[yellow]{time} ms[/]  {line.Member} has stopped dispatching in term {line.Term}");
                    break;
                case { Kind: RecordKind.LeadershipBegan }:
                    console.MarkupLineInterpolated($"[green]{time} ms[/]  [bold]{line.Member} leads in term {line.Term}[/]");
                    break;
                case { Kind: RecordKind.LeaderSeen, Leader: null }:
                    console.MarkupLineInterpolated($"[grey]{time} ms  {line.Member} knows that nobody leads[/]");
                    break;
                case { Kind: RecordKind.LeaderSeen }:
                    console.MarkupLineInterpolated($"[grey]{time} ms  {line.Member} knows that {line.Leader} leads in term {line.Term}[/]");
                    break;
                case { Kind: RecordKind.Refused }:
                    console.MarkupLineInterpolated($"[yellow]{time} ms[/]  the database refused {line.Member}'s write of term {line.Term}: it has seen {line.HighestTerm}");
                    break;
            }
        }
    }

    public void Results(IEnumerable<FaultOutcome> outcomes)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("Fault").AddColumn("Leader before").AddColumn("Leader after").AddColumn("Term").AddColumn(new TableColumn("Without a leader").RightAligned());
        foreach (var outcome in outcomes)
        {
            table.AddRow(
                Markup.Escape(outcome.Fault),
                outcome.From,
                outcome.To,
                outcome.Term.ToString(CultureInfo.InvariantCulture),
                outcome.WithoutLeader is { } time ? $"{time.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture)} ms" : "no change");
        }

        console.WriteLine();
        console.Write(table);
    }

    public void Tasks(TaskVerdict verdict)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("Tasks").AddColumn(new TableColumn("").RightAligned()).AddColumn("must be");
        Row(table, "acknowledged", verdict.Acknowledged, "");
        Row(table, "done", verdict.Done, "all of them");
        Row(table, "lost", verdict.Lost, "0");
        Row(table, "recorded twice", verdict.Counts.RecordedTwice, "0");
        Row(table, "results offered again, and not recorded", verdict.Counts.DuplicateAttempts, "");
        Row(table, "stale writes refused", verdict.Counts.RefusedWrites, "");
        console.Write(table);
    }

    public void Verdict(IReadOnlyList<string> violations)
    {
        if (violations.Count == 0)
        {
            console.MarkupLine("[bold green]One leader at a time, rising terms, nothing lost, nothing recorded twice.[/]");
            return;
        }

        foreach (var violation in violations)
        {
            console.MarkupLineInterpolated($"[bold red]Violation:[/] {violation}");
        }
    }

    private static void Row(Table table, string name, long value, string expected) =>
        table.AddRow(name, value.ToString(CultureInfo.InvariantCulture), expected);
}
