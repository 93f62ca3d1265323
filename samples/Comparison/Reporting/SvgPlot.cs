using System.Globalization;
using System.Net;
using System.Text;

namespace Comparison.Reporting;

/// <summary>Draws line plots as SVG, without anything from outside.</summary>
internal sealed class SvgPlot(string title, string xTitle, string yTitle)
{
    private const double Width = 720, Height = 300, Left = 56, Right = 14, Top = 16, Bottom = 44;

    private readonly StringBuilder _body = new();

    public required double XMin { get; init; }

    public required double XMax { get; init; }

    public required double YMax { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool IsLogarithmic { get; init; }

    public void Line(string style, IEnumerable<(double X, double Y)> points) =>
        _body.Append(CultureInfo.InvariantCulture, $"<polyline class=\"line {style}\" points=\"{string.Join(' ', points.Select(point => Point(point.X, point.Y)))}\"/>");

    public void Mark(double x, string text)
    {
        var at = X(x);
        _body.Append(CultureInfo.InvariantCulture, $"<line class=\"mark\" x1=\"{at:F1}\" x2=\"{at:F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
        Text("marktext", at + 4, Top + 10, "start", text);
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
        const int Lines = 4;
        for (var i = 0; i <= Lines; i++)
        {
            var y = YMax * i / Lines;
            _body.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\"/>");
            Text("label", Left - 6, Y(y) + 4, "end", Words.Number(y));
        }

        Text("label", (Left + Width - Right) / 2, Height - 8, "middle", xTitle);
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" text-anchor=\"middle\" transform=\"translate(12 {(Height - Bottom) / 2:F0}) rotate(-90)\">{WebUtility.HtmlEncode(yTitle)}</text>");
        return string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\"><title>{WebUtility.HtmlEncode(title)}</title>{_body}</svg>");
    }

    private string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{X(x):F1},{Y(Math.Min(y, YMax)):F1}");

    private double X(double x) => Left + ((Width - Left - Right) * (IsLogarithmic
        ? Math.Log(Math.Max(x, XMin) / XMin) / Math.Log(XMax / XMin)
        : (x - XMin) / (XMax - XMin)));

    private double Y(double y) => Height - Bottom - ((Height - Top - Bottom) * (YMax > 0 ? y / YMax : 0));

    private void Text(string style, double x, double y, string anchor, string text) =>
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");
}
