using System.Text;
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
        var position = 0L;
        return ReadOn(path, ref position);
    }

    /// <summary>The complete lines of one record that follow a position in it; the position moves behind them.</summary>
    /// <exception cref="InvalidDataException">A line can not be read; the message says where, counted from the position.</exception>
    public static IReadOnlyList<RecordLine> ReadOn(string path, ref long position)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = position;
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd().Split('\n');
        var lines = new List<RecordLine>(text.Length);

        // What follows the last line feed is empty, or the line that a killed process did not finish.
        for (var i = 0; i < text.Length - 1; i++)
        {
            lines.Add(Parse(text[i], path, i + 1));
            position += Encoding.UTF8.GetByteCount(text[i]) + 1;
        }

        return lines;
    }

    private static RecordLine Parse(string text, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(text, RecordJson.Default.RecordLine)
                ?? throw new InvalidDataException($"{path}, line {number}: empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}, line {number}: {error.Message}", error);
        }
    }
}
