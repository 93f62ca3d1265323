using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Failover.Audit;
using Failover.Serialization;

namespace Failover.Hosting.Audit;

/// <summary>Appends the audit trail to a file, one JSON object a line, flushed to disk.</summary>
/// <remarks>A line that a crash cut short is removed at the next start; the record is written again.</remarks>
internal sealed class JsonLinesAuditSink(string path) : IAuditSink
{
    public async ValueTask<long> ReadLastNumberAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        var last = 0L;
        long length = 0;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        await foreach (var line in ReadLinesAsync(file, cancellationToken))
        {
            (last, length) = (line.Number, line.End);
        }

        file.SetLength(length);
        return last;
    }

    public async ValueTask WriteAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        foreach (var record in records)
        {
            await JsonSerializer.SerializeAsync(file, record, FailoverJson.Default.AuditRecord, cancellationToken);
            file.WriteByte((byte)'\n');
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>The numbers of the complete lines, each with the position after it.</summary>
    private async IAsyncEnumerable<(long Number, long End)> ReadLinesAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        for (long position = 0, number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            position += Encoding.UTF8.GetByteCount(line) + 1;
            if (position > file.Length)
            {
                yield break;
            }

            yield return (NumberOf(line, number), position);
        }
    }

    private long NumberOf(string line, long number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, FailoverJson.Default.AuditRecord)!.Number;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Line {number} of the audit file '{path}' is no audit record. Move the file away: a new one goes on with what the cluster still has.", error);
        }
    }
}
