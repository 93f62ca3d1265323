using System.Text.Json;

namespace Failover.Chaos.Faults;

/// <summary>
/// How often a member wrote its record, as its own data directory and those of others have it: read straight from the files, by nothing of
/// the library.
/// </summary>
internal static class Marks
{
    /// <summary>What a directory says of its own member.</summary>
    public static long Own(string directory) => Read(directory, "member", root => root.GetProperty("Marks").EnumerateArray().Last());

    /// <summary>What a directory says of another member; 0 when it says nothing, or an earlier fault has damaged that.</summary>
    public static long Of(string member, string directory)
    {
        try
        {
            return Read(directory, "peers", root => root.TryGetProperty(member, out var mark) ? mark : null);
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static long Read(string directory, string file, Func<JsonElement, JsonElement?> find)
    {
        var path = Path.Combine(directory, file);
        if (!File.Exists(path))
        {
            return 0;
        }

        using var content = JsonDocument.Parse(File.ReadLines(path).FirstOrDefault(""));
        return find(content.RootElement) is { } mark ? mark.GetProperty("Number").GetInt64() : 0;
    }
}
