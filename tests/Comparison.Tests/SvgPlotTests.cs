using System.Globalization;
using System.Text.RegularExpressions;
using Comparison.Reporting;

namespace Comparison.Tests;

/// <summary>What is written into a plot can be read.</summary>
public sealed partial class SvgPlotTests
{
    [Fact]
    public void The_words_of_marks_stand_beside_them_and_clear_of_lines_and_of_each_other()
    {
        var plot = new SvgPlot("title", "x", "y") { XMin = 0, XMax = 100, YMax = 100 };
        plot.Line("low", [(0, 2), (100, 2)]);
        plot.Line("steep", [(0, 0), (30, 20), (60, 90), (100, 100)]);
        plot.Mark(20, "the first");
        plot.Mark(25, "the second");

        var svg = plot.Draw();

        var lines = Points().Matches(svg).Select(match => match.Groups[1].Value.Split(' ').Select(point => point.Split(',').Select(Number).ToArray()).ToArray()).ToArray();
        var words = Words().Matches(svg).Select(match => BoxOf(match)).ToArray();
        Assert.Equal((2, 2), (lines.Length, words.Length));
        Assert.False(words[0].Overlaps(words[1]));
        foreach (var line in lines)
        {
            for (var step = 0; step < 1_000; step++)
            {
                var at = step * (line.Length - 1) / 1_000.0;
                var (from, to, share) = (line[(int)at], line[(int)at + 1], at - (int)at);
                var (x, y) = (from[0] + (share * (to[0] - from[0])), from[1] + (share * (to[1] - from[1])));
                Assert.All(words, box => Assert.False(box.Overlaps(new Box(x, y, x, y)), $"{box} is crossed at {x}, {y}."));
            }
        }
    }

    [Fact]
    public void Words_near_the_right_edge_stand_left_of_their_mark()
    {
        var plot = new SvgPlot("title", "x", "y") { XMin = 0, XMax = 100, YMax = 100 };
        plot.Mark(95, "near the edge");

        Assert.Equal("end", Assert.Single(Words().Matches(plot.Draw())).Groups["anchor"].Value);
    }

    /// <summary>Letters of 12 units are about 6 wide.</summary>
    private static Box BoxOf(Match words)
    {
        var (x, y, width) = (Number(words.Groups["x"].Value), Number(words.Groups["y"].Value), words.Groups["text"].Length * 6);
        return words.Groups["anchor"].Value == "start" ? new Box(x, y - 10, x + width, y + 3) : new Box(x - width, y - 10, x, y + 3);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("points=\"([^\"]+)\"")]
    private static partial Regex Points();

    [GeneratedRegex("class=\"marktext\" x=\"(?<x>[^\"]+)\" y=\"(?<y>[^\"]+)\" text-anchor=\"(?<anchor>[^\"]+)\">(?<text>[^<]+)<")]
    private static partial Regex Words();
}
