using TaskDispatch.Records;

namespace TaskDispatch.Cluster;

/// <summary>Hands out the lines of the members' records as they are written. Not thread-safe.</summary>
public sealed class RecordFollower(string directory)
{
    private readonly Dictionary<string, long> _read = [];

    /// <summary>The lines that were written since the last call, by time.</summary>
    public IReadOnlyList<RecordLine> ReadNew()
    {
        List<RecordLine> lines = [];
        foreach (var path in Directory.EnumerateFiles(directory, "*.jsonl"))
        {
            var position = _read.GetValueOrDefault(path);
            lines.AddRange(MemberRecordReader.ReadFile(path, ref position));
            _read[path] = position;
        }

        return [.. lines.OrderBy(line => line.AtNanoseconds)];
    }
}
