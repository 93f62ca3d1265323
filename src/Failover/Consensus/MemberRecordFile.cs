using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Failover.Consensus;

/// <summary>
/// The file that holds <see cref="MemberRecord"/>: one line of JSON, and one with its checksum. It changes only when
/// the Raft term or the vote does.
/// </summary>
internal static class MemberRecordFile
{
    private const int Format = 1;

    public static void Write(string path, MemberRecord record)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(record, ConsensusJson.Default.MemberRecord);
        var checksum = Encoding.ASCII.GetBytes($"\n{Checksum(line)}\n");
        DurableFile.Replace(path, [.. line, .. checksum]);
    }

    /// <summary>Reads the record, or returns null when it is damaged.</summary>
    public static MemberRecord? Read(string path)
    {
        var content = File.ReadAllBytes(path);
        var end = content.AsSpan().IndexOf((byte)'\n');
        if (end < 0 || Encoding.ASCII.GetString(content, end, content.Length - end) != $"\n{Checksum(content.AsSpan(0, end))}\n")
        {
            return null;
        }

        return JsonSerializer.Deserialize(content.AsSpan(0, end), ConsensusJson.Default.MemberRecord);
    }

    private static string Checksum(ReadOnlySpan<byte> line) =>
        Crc32C.Compute(Format, line).ToString("x8", CultureInfo.InvariantCulture);
}
