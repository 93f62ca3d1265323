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

    /// <summary>How large a letter of the marks' words is at most: as on a narrow screen, where they are larger.</summary>
    private const double LetterWidth = 9, LetterHeight = 18;

    private readonly StringBuilder _body = new();
    private readonly List<(double X, string Text)> _marks = [];
    private readonly List<Box> _words = [];
    private readonly List<((double X, double Y) From, (double X, double Y) To)> _drawn = [];

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

    /// <summary>Marks a place on the horizontal axis; the words stand beside it, where no line is.</summary>
    public void Mark(double x, string text) => _marks.Add((X(x), text));

    public void Band(double from, double to, string style) =>
        _body.Append(CultureInfo.InvariantCulture, $"<rect class=\"band {style}\" x=\"{X(from):F1}\" width=\"{Math.Max(0, X(Math.Min(to, XMax)) - X(from)):F1}\" y=\"{Top}\" height=\"{Height - Bottom - Top}\"/>");

    public void XTick(double x, string text)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<line class=\"tick\" x1=\"{X(x):F1}\" x2=\"{X(x):F1}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 4}\"/>");
        Text("label", X(x), Height - Bottom + 16, "middle", text);
    }

    public string Draw()
    {
        // Below what is drawn already.
        var lines = _body.ToString();
        _body.Clear();
        DrawGrid();
        _body.Append(lines);
        _drawn.AddRange(_marks.Select(mark => ((mark.X, Top), (mark.X, Height - Bottom))));
        foreach (var (x, text) in _marks)
        {
            DrawMark(x, text);
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
            _drawn.AddRange(run.Zip(run.Skip(1), (from, to) => ((X(from.X), Y(from.Y)), (X(to.X), Y(to.Y)))));
            _body.Append(CultureInfo.InvariantCulture, $"<polyline class=\"line {style}\" points=\"{string.Join(' ', run.Select(point => Point(point.X, point.Y)))}\"/>");
        }

        run.Clear();
    }

    private void DrawGrid()
    {
        for (var i = 0; i <= Math.Round(YMax / Step); i++)
        {
            var y = i * Step;
            _body.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\"/>");
            Text("label", Left - 6, Y(y) + 4, "end", y.ToString("0.###", CultureInfo.InvariantCulture));
        }
    }

    private void DrawMark(double x, string text)
    {
        const double Gap = 5, Descent = 5;
        var picture = new Box(Left, Top, Width - Right, Height - Bottom);
        var width = text.Length * LetterWidth;
        var places =
            from top in Enumerable.Range(0, (int)((picture.Bottom - picture.Top) / LetterHeight)).Select(row => picture.Bottom - ((row + 1) * LetterHeight))
            from left in new[] { x + Gap, x - Gap - width }
            select new Box(left, top, left + width, top + LetterHeight);
        var inside = places.Where(picture.Contains).ToArray();
        var place = inside.Where(IsFree).Concat(inside).DefaultIfEmpty(places.First()).First();
        var isRight = place.Left > x;
        _words.Add(place);
        _body.Append(CultureInfo.InvariantCulture, $"<line class=\"mark\" x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
        Text("marktext", isRight ? place.Left : place.Right, place.Bottom - Descent, isRight ? "start" : "end", text);
    }

    private bool IsFree(Box place) => !_words.Exists(place.Overlaps) && !_drawn.Exists(line => place.IsCrossedBy(line.From, line.To));

    private string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{X(x):F1},{Y(y):F1}");

    private double X(double x) => Left + ((Width - Left - Right) * (IsLogarithmic
        ? Math.Log(Math.Max(x, XMin) / XMin) / Math.Log(XMax / XMin)
        : (x - XMin) / (XMax - XMin)));

    private double Y(double y) => Height - Bottom - ((Height - Top - Bottom) * (YMax > 0 ? y / YMax : 0));

    private void Text(string style, double x, double y, string anchor, string text) =>
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");
}
