using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Failover.Chaos.Checks;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>A false failover, with what is known of why.</summary>
/// <param name="What">What happened.</param>
/// <param name="Load">How busy the machine was.</param>
/// <param name="Logged">What the members logged at that time, each line shortened.</param>
internal sealed partial record FalseFailoverNote(string What, string Load, IReadOnlyList<string> Logged)
{
    private const int MostLines = 40;
    private const int MostCharacters = 300;
    private const double NanosecondsAround = 3e9;

    /// <summary>Group and seed of the round.</summary>
    public string Round { get; init; } = "";

    public static FalseFailoverNote Of(Arena arena, FalseFailover failover)
    {
        var wallOffset = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(BootClock.NowNanoseconds / 1e9);
        var from = wallOffset + TimeSpan.FromSeconds((failover.FromNanoseconds - NanosecondsAround) / 1e9);
        var until = wallOffset + TimeSpan.FromSeconds((failover.UntilNanoseconds + 1e9) / 1e9);
        return new FalseFailoverNote(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{failover.Member} was followed in term {failover.ToTerm}, cause {failover.Cause ?? "unknown"}, {(failover.UntilNanoseconds - failover.FromNanoseconds) / 1e6:F0} ms after its last act"),
            arena.Load.Describe(failover.FromNanoseconds, failover.UntilNanoseconds),
            [.. arena.Names.SelectMany(name => ReadLog(arena, name, from, until)).Order(StringComparer.Ordinal).TakeLast(MostLines)]);
    }

    private static IEnumerable<string> ReadLog(Arena arena, string member, DateTimeOffset from, DateTimeOffset until)
    {
        foreach (var file in Directory.EnumerateFiles(arena.Cluster.Directory, $"{member}*.clef"))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            while (reader.ReadLine() is { } line)
            {
                if (Parse(line) is { } entry && (DateTimeOffset?)entry["@t"] is { } at && at >= from && at <= until && IsOurs(entry))
                {
                    yield return Describe(member, entry, at);
                }
            }
        }
    }

    private static string Describe(string member, JsonObject entry, DateTimeOffset at)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{at:HH:mm:ss.fff} {member} {Property().Replace((string?)entry["@mt"] ?? "", found => $"{entry[found.Groups[1].Value]}")}");
        return text.Length > MostCharacters ? $"{text[..MostCharacters]}…" : text;
    }

    [GeneratedRegex("\\{(\\w+)[^}]*\\}")]
    private static partial Regex Property();

    /// <summary>The library's own lines, and what went wrong elsewhere; what operators asked for has its own record.</summary>
    private static bool IsOurs(JsonObject entry) => entry["Verb"] is null && (
        (string?)entry["@l"] is "Warning" or "Error" or "Fatal" || ((string?)entry["SourceContext"])?.StartsWith("Failover", StringComparison.Ordinal) == true);

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line)?.AsObject();
        }
        catch (System.Text.Json.JsonException)
        {
            // Cut short by the end of its process.
            return null;
        }
    }
}
