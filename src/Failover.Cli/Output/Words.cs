using System.Globalization;
using System.Text;
using Failover.Sessions;

namespace Failover.Cli.Output;

/// <summary>How values are written for people.</summary>
internal static class Words
{
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A time, always in UTC: operators compare it with logs.</summary>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Ago(DateTimeOffset at, TimeProvider clock)
    {
        var age = clock.GetUtcNow() - at;
        return age < TimeSpan.FromSeconds(1) ? "just now" : $"{Coarse(age)} ago";
    }

    public static string Milliseconds(double milliseconds) => milliseconds < 10_000
        ? $"{milliseconds.ToString("0.#", CultureInfo.InvariantCulture)} ms"
        : Coarse(TimeSpan.FromMilliseconds(Math.Min(milliseconds, 1e14)));

    public static string Session(SessionId? session) => session?.ToString() ?? "-";

    public static string Labels(IReadOnlyDictionary<string, string> labels) => labels.Count == 0
        ? "-"
        : string.Join(", ", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    /// <summary>Makes words of the name of an enumeration's value: <c>CrashConfirmed</c> is "crash confirmed".</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var words = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    private static string Coarse(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{(int)time.TotalSeconds}s",
        { TotalMinutes: < 60 } => $"{time.Minutes}m {time.Seconds}s",
        { TotalHours: < 24 } => $"{time.Hours}h {time.Minutes}m",
        _ => $"{(long)time.TotalDays}d {time.Hours}h",
    };
}
