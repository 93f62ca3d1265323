using System.Net;
using System.Text;

namespace Comparison.Reporting;

/// <summary>The report as one HTML file that needs nothing else.</summary>
internal static class HtmlReport
{
    private const double MostYears = 1.25;

    public static string Write(Report report)
    {
        var body = new StringBuilder();
        body.Append("<h1>Automatic or operator-approved?</h1>");
        body.Append("<p>What happens when the leader fails: is a new one brought up automatically, or do the operations staff do it? The same faults hit clusters of three real processes at the same moments, under the same work.</p>");
        body.Append("<p class=\"verdict\">").Append(Encode(report.Verdict())).Append("</p>");
        if (report.Busy() is { } busy)
        {
            body.Append("<p class=\"bad\">").Append(Encode(busy)).Append("</p>");
        }

        body.Append("<h2>A year, by the operator's reaction time <small>computed from the measurements below and the parameters</small></h2>");
        body.Append("<p>").Append(Encode(report.WhatIsLost())).Append("</p>").Append(Legend(report)).Append(YearPlot(report));
        body.Append("<h2>Measured in this run</h2>").Append(Table(ReportTables.Measured(report)));
        body.Append(report.Violations.Any()
            ? $"<ul class=\"bad\">{string.Concat(report.Violations.Select(violation => $"<li>{Encode(violation)}</li>"))}</ul>"
            : "<p class=\"good\">One leader at a time, rising terms, nothing lost, nothing recorded twice: in every scenario and mode.</p>");
        body.Append("<h2>Tasks done per second, scenario by scenario</h2>").Append(Legend(report, "<span class=\"key fault\"></span>the fault lasts"));
        foreach (var outcome in report.Outcomes)
        {
            body.Append("<figure><figcaption><b>").Append(Encode(outcome.Name)).Append("</b> ").Append(Encode(outcome.Says)).Append("</figcaption>").Append(WorkPlot(outcome)).Append("</figure>");
        }

        body.Append("<h2>Assumed <small>parameters of the script</small></h2>").Append(Table(ReportTables.Parameters(report)));
        body.Append("<h2>A year, as a table <small>computed</small></h2>").Append(Table(ReportTables.Yearly(report)));
        body.Append("<footer>Seed ").Append(report.Seed).Append(". ").Append(Encode(report.Machine)).Append("</footer>");
        return $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Automatic or operator-approved?</title><style>{Style}</style></head><body>{body}</body></html>\n";
    }

    private static string YearPlot(Report report)
    {
        const int Points = 400;
        var reactions = Enumerable.Range(0, Points + 1).Select(i => Report.FromSeconds * Math.Pow(Report.ToSeconds / Report.FromSeconds, i / (double)Points)).ToArray();
        var year = report.Year;
        var lines = report.Modes.Select(mode => (mode.Key, Points: reactions.Select(reaction => (X: reaction, Y: year.Of(mode.Key, reaction).LossMinutes)).ToArray())).ToArray();

        // Everything up to somewhat above the automatic line and the crossover; a slow operator's line leaves the picture at its top.
        var automatic = lines[0].Points[0].Y;
        var plot = new SvgPlot("Minutes lost a year by the operator's reaction time", "operator's reaction time", "minutes lost a year")
        {
            XMin = Report.FromSeconds,
            XMax = Report.ToSeconds,
            YMax = Math.Max(1, Math.Min(lines.Max(line => line.Points.Max(point => point.Y)), Math.Max(automatic, 1) * 2 * MostYears)),
            IsLogarithmic = true,
        };
        foreach (var tick in new double[] { 1, 10, 60, 600, 3600, 14400 })
        {
            plot.XTick(tick, Words.Time(tick));
        }

        foreach (var (key, points) in lines)
        {
            plot.Line(key, points);
        }

        foreach (var crossover in report.Crossovers)
        {
            plot.Mark(crossover.ReactionSeconds, $"above {Words.Time(crossover.ReactionSeconds)} {report.Title(crossover.BetterAbove).ToLowerInvariant()} loses less");
        }

        return plot.Draw();
    }

    private static string WorkPlot(ScenarioOutcome outcome)
    {
        var seconds = Math.Max(2, outcome.Modes.Max(mode => mode.DonePerSecond.Count) - 1);
        var plot = new SvgPlot($"Tasks done per second: {outcome.Name}", "seconds", "tasks per second")
        {
            XMin = 0,
            XMax = seconds,
            YMax = Math.Max(1, outcome.Modes.Max(mode => mode.DonePerSecond.DefaultIfEmpty(0).Max())),
        };

        // The fault begins a little after the plot does.
        var lead = Math.Max(0, seconds - outcome.ObservedSeconds);
        plot.Band(lead, lead + outcome.FaultSeconds, "fault");
        for (var tick = 0; tick <= seconds; tick += 5)
        {
            plot.XTick(tick, tick.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        foreach (var mode in outcome.Modes)
        {
            plot.Line(mode.Mode, mode.DonePerSecond.Select((rate, index) => ((double)index, rate)));
        }

        return plot.Draw();
    }

    private static string Legend(Report report, string more = "") =>
        $"<p class=\"legend\">{string.Concat(report.Modes.Select(mode => $"<span class=\"key {mode.Key}\"></span>{Encode(mode.Title)} "))}{more}</p>";

    private static string Table(ReportTable table)
    {
        var text = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        text.AppendJoin("", table.Head.Select(cell => $"<th>{Encode(cell)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            text.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Encode(cell)}</td>")).Append("</tr>");
        }

        return text.Append("</tbody></table></div>").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private const string Style = """
        :root{color-scheme:light dark;--ink:#1a2230;--soft:#5b6678;--line:#d9dee6;--paper:#fff;--automatic:#2563eb;--approval:#c2410c;--limits:#0f766e;--bad:#b91c1c}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ef;--soft:#9aa5b5;--line:#333c4a;--paper:#12161d;--automatic:#7aa2ff;--approval:#ff9d66;--limits:#4fd1c0;--bad:#ff8f8f}}
        body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}small{color:var(--soft);font-weight:400;font-size:.8em}
        .verdict{font-size:1.1rem;border-left:4px solid var(--automatic);padding:.2rem 0 .2rem .8rem}
        .good{color:var(--limits)}.bad{color:var(--bad)}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid var(--line);white-space:nowrap}th{color:var(--soft);font-weight:500;white-space:normal;vertical-align:bottom;line-height:1.25}
        svg{width:100%;height:auto;display:block}.line{fill:none;stroke-width:2.2;stroke-linejoin:round}
        .automatic{stroke:var(--automatic);--c:var(--automatic)}.approval{stroke:var(--approval);--c:var(--approval)}.limits{stroke:var(--limits);--c:var(--limits);stroke-dasharray:6 4}
        .grid,.tick{stroke:var(--line)}.label{fill:var(--soft);font-size:12px}.mark{stroke:var(--ink);stroke-dasharray:3 3}.marktext{fill:var(--ink);font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:4px}
        .band.fault{fill:#dc2626;opacity:.1}.key.fault{height:.9rem;background:#dc262633;vertical-align:-.25rem}.key{display:inline-block;width:1.4rem;height:.25rem;background:var(--c);margin:0 .4rem .2rem 0}.legend span:not(:first-child){margin-left:1rem}
        @media(max-width:30rem){.label,.marktext{font-size:17px}}
        figure{margin:1rem 0}figcaption{font-size:.9rem;color:var(--soft)}figcaption b{color:var(--ink)}footer{color:var(--soft);margin-top:2rem;font-size:.85rem}
        """;
}
