using System.Globalization;
using System.Net;
using System.Text;

namespace Comparison.Reporting;

/// <summary>Draws line plots as SVG, without anything from outside.</summary>
internal sealed class SvgPlot(string title, string xTitle, string yTitle)
{
    private const double Width = 720, Height = 300, Left = 56, Right = 14, Top = 16, Bottom = 44;

    /// <summary>About how many lines there are across.</summary>
    private const int Lines = 4;

    private readonly StringBuilder _body = new();

    public required double XMin { get; init; }

    public required double XMax { get; init; }

    /// <summary>The highest value that must be in the picture; the axis ends at a round one.</summary>
    public required double YMax
    {
        get;
        init
        {
            Step = RoundStep(value / Lines);
            field = Math.Ceiling(Math.Round(value / Step, 6)) * Step;
        }
    }

    /// <summary>From one line across to the next: 1, 2, 2.5 or 5 times a power of ten.</summary>
    public double Step { get; private init; }

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Draws a line; where it is higher than the picture it leaves it, and may come back.</summary>
    public void Line(string style, IEnumerable<(double X, double Y)> points)
    {
        List<(double X, double Y)> run = [];
        (double X, double Y)? last = null;
        foreach (var point in points)
        {
            if (last is { } before && (before.Y > YMax) != (point.Y > YMax))
            {
                var share = (YMax - before.Y) / (point.Y - before.Y);
                run.Add((before.X + (share * (point.X - before.X)), YMax));
            }

            if (point.Y <= YMax)
            {
                run.Add(point);
            }
            else
            {
                Draw(style, run);
            }

            last = point;
        }

        Draw(style, run);
    }

    /// <summary>Marks a place on the horizontal axis; the words stand where there is room for them.</summary>
    public void Mark(double x, string text)
    {
        const double MostOfTheWidth = 0.6;
        var at = X(x);
        var isRight = at > Left + (MostOfTheWidth * (Width - Left - Right));
        _body.Append(CultureInfo.InvariantCulture, $"<line class=\"mark\" x1=\"{at:F1}\" x2=\"{at:F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
        Text("marktext", isRight ? at - 5 : at + 5, Height - Bottom - 8, isRight ? "end" : "start", text);
    }

    public void Band(double from, double to, string style) =>
        _body.Append(CultureInfo.InvariantCulture, $"<rect class=\"band {style}\" x=\"{X(from):F1}\" width=\"{Math.Max(0, X(Math.Min(to, XMax)) - X(from)):F1}\" y=\"{Top}\" height=\"{Height - Bottom - Top}\"/>");

    public void XTick(double x, string text)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<line class=\"tick\" x1=\"{X(x):F1}\" x2=\"{X(x):F1}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 4}\"/>");
        Text("label", X(x), Height - Bottom + 16, "middle", text);
    }

    public string Draw()
    {
        for (var i = 0; i <= Math.Round(YMax / Step); i++)
        {
            var y = i * Step;
            _body.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\"/>");
            Text("label", Left - 6, Y(y) + 4, "end", y.ToString("0.###", CultureInfo.InvariantCulture));
        }

        Text("label", (Left + Width - Right) / 2, Height - 8, "middle", xTitle);
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" text-anchor=\"middle\" transform=\"translate(12 {(Height - Bottom) / 2:F0}) rotate(-90)\">{WebUtility.HtmlEncode(yTitle)}</text>");
        return string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\"><title>{WebUtility.HtmlEncode(title)}</title>{_body}</svg>");
    }

    private static double RoundStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * power).First(step => step >= least * (1 - 1e-9));
    }

    private void Draw(string style, List<(double X, double Y)> run)
    {
        if (run.Count > 1)
        {
            _body.Append(CultureInfo.InvariantCulture, $"<polyline class=\"line {style}\" points=\"{string.Join(' ', run.Select(point => Point(point.X, point.Y)))}\"/>");
        }

        run.Clear();
    }

    private string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{X(x):F1},{Y(y):F1}");

    private double X(double x) => Left + ((Width - Left - Right) * (IsLogarithmic
        ? Math.Log(Math.Max(x, XMin) / XMin) / Math.Log(XMax / XMin)
        : (x - XMin) / (XMax - XMin)));

    private double Y(double y) => Height - Bottom - ((Height - Top - Bottom) * (YMax > 0 ? y / YMax : 0));

    private void Text(string style, double x, double y, string anchor, string text) =>
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");
}
