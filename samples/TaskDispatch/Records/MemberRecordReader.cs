using System.Text.Json;

namespace TaskDispatch.Records;

/// <summary>Reads the records of members back, also while they are being written.</summary>
public static class MemberRecordReader
{
    /// <summary>All lines of all records in a directory, ordered by time.</summary>
    /// <exception cref="InvalidDataException">A line other than a file's last can not be read; the message says where.</exception>
    public static IReadOnlyList<RecordLine> ReadDirectory(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.jsonl").SelectMany(ReadFile).OrderBy(line => line.AtNanoseconds)];

    /// <summary>The lines of one record, in the order in which they were written.</summary>
    /// <exception cref="InvalidDataException">A line other than the last can not be read; the message says where.</exception>
    public static IReadOnlyList<RecordLine> ReadFile(string path)
    {
        var from = 0L;
        return ReadFile(path, ref from);
    }

    /// <summary>The lines of one record that were written since it was last read.</summary>
    /// <param name="path">The record.</param>
    /// <param name="from">The byte at which to begin, 0 at first; then the byte at which to go on.</param>
    /// <exception cref="InvalidDataException">A line other than the last can not be read; the message says where.</exception>
    public static IReadOnlyList<RecordLine> ReadFile(string path, ref long from)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[Math.Max(0, file.Length - from)];
        file.Position = from;
        file.ReadExactly(bytes);

        // What follows the last line feed is the line that is being written, or that a killed process did not finish.
        var complete = bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
        var lines = new List<RecordLine>();
        while (complete.IndexOf((byte)'\n') is >= 0 and var length)
        {
            lines.Add(Parse(complete[..length], path, from));
            complete = complete[(length + 1)..];
            from += length + 1;
        }

        return lines;
    }

    private static RecordLine Parse(ReadOnlySpan<byte> text, string path, long at)
    {
        try
        {
            return JsonSerializer.Deserialize(text, RecordJson.Default.RecordLine)
                ?? throw new InvalidDataException($"{path}, byte {at}: empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}, byte {at}: {error.Message}", error);
        }
    }
}
