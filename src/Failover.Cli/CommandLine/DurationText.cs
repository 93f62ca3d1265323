using System.Globalization;

namespace Failover.Cli.CommandLine;

/// <summary>Reads and writes durations as operators do: a number and a unit, such as <c>90s</c> or <c>10m</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>Reads a duration; null for anything else, and for what is too long to count.</summary>
    public static TimeSpan? Parse(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = Units.FirstOrDefault(unit => unit.Unit == text[digits..]);
        return unit.Unit is not null
            && long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * unit.Milliseconds <= TimeSpan.FromDays(36_500).TotalMilliseconds
                ? TimeSpan.FromMilliseconds(number * unit.Milliseconds)
                : null;
    }

    /// <summary>Writes it in the largest unit that needs no fraction.</summary>
    public static string Format(TimeSpan time)
    {
        var milliseconds = (long)time.TotalMilliseconds;
        var (unit, length) = Units.Last(unit => milliseconds % unit.Milliseconds == 0);
        return milliseconds == 0 ? "0s" : $"{Words.Number(milliseconds / (long)length)}{unit}";
    }

    public static string Format(long milliseconds) => Format(TimeSpan.FromMilliseconds(milliseconds));
}
