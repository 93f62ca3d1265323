using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Failover.Consensus;

/// <summary>A small file that holds one object: one line of JSON, and one with its checksum. It is replaced as a whole.</summary>
internal static class CheckedFile
{
    private const int Format = 2;

    public static void Write<T>(string path, T content, JsonTypeInfo<T> type)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(content, type);
        var checksum = Encoding.ASCII.GetBytes($"\n{Checksum(line)}\n");
        DurableFile.Replace(path, [.. line, .. checksum]);
    }

    /// <summary>Reads the object, or returns null when the file is damaged.</summary>
    public static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        var content = File.ReadAllBytes(path);
        var end = content.AsSpan().IndexOf((byte)'\n');
        return end >= 0 && Encoding.ASCII.GetString(content, end, content.Length - end) == $"\n{Checksum(content.AsSpan(0, end))}\n"
            ? JsonSerializer.Deserialize(content.AsSpan(0, end), type)
            : null;
    }

    private static string Checksum(ReadOnlySpan<byte> line) =>
        Crc32C.Compute(Format, line).ToString("x8", CultureInfo.InvariantCulture);
}
