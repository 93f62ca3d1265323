using System.Collections.Immutable;
using System.Text.Json;
using Failover.Audit;
using Failover.Elections;
using Failover.Sessions;

namespace Failover.Serialization;

/// <summary>Writes and reads what crosses the log and the network. Reading throws <see cref="InvalidDataException"/> for anything else.</summary>
internal static class CoreCodec
{
    private const int SnapshotFormat = 1;

    public static byte[] Encode(LogEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, CoreJson.Default.LogEntry);

    public static byte[] Encode(SessionMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, CoreJson.Default.SessionMessage);

    public static byte[] Encode(ClusterState state) =>
        JsonSerializer.SerializeToUtf8Bytes(ToSnapshot(state), CoreJson.Default.ClusterSnapshot);

    public static LogEntry DecodeEntry(ReadOnlySpan<byte> bytes)
    {
        var entry = Read(bytes, CoreJson.Default.LogEntry);
        return Complete(entry, entry.Commands);
    }

    public static SessionMessage DecodeMessage(ReadOnlySpan<byte> bytes)
    {
        var message = Read(bytes, CoreJson.Default.SessionMessage);
        return message is SessionMessage.Enrolments enrolments ? Complete(message, enrolments.Items) : message;
    }

    public static ClusterState DecodeState(ReadOnlySpan<byte> bytes)
    {
        var snapshot = Read(bytes, CoreJson.Default.ClusterSnapshot);
        return snapshot.Format == SnapshotFormat
            ? FromSnapshot(snapshot)
            : throw new InvalidDataException($"The snapshot has format {snapshot.Format}; this version reads format {SnapshotFormat}. Update this member first.");
    }

    private static T Read<T>(ReadOnlySpan<byte> bytes, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type)
                ?? throw new InvalidDataException($"Expected a {typeof(T).Name}, found null.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"These {bytes.Length} bytes are no {typeof(T).Name} that this version knows: {error.Message}", error);
        }
    }

    /// <summary>The serializer looks at annotations, but not inside lists.</summary>
    private static T Complete<T, TItem>(T read, ImmutableArray<TItem> items)
        where TItem : class? =>
        items.Contains(null!) ? throw new InvalidDataException($"A {typeof(T).Name} holds null where something must be.") : read;

    private static ClusterSnapshot ToSnapshot(ClusterState state) => new()
    {
        Format = SnapshotFormat,
        Index = state.Index,
        Members = [.. state.Members.Values],
        Elections = [.. state.Elections.Values.Select(ElectionSnapshotDto.Of)],
        Results = [.. state.ResultOrder.Select(key => state.Results[key])],
        LastRequest = state.LastRequest,
        Audit = [.. state.Audit.Records],
        AuditHead = state.Audit.Head,
        AuditCount = state.Audit.Count,
    };

    private static ClusterState FromSnapshot(ClusterSnapshot snapshot) => new()
    {
        Index = snapshot.Index,
        Members = Ordinal.Map(snapshot.Members, member => member.Name),
        Elections = Ordinal.Map(snapshot.Elections.Select(election => election.ToState()), election => election.Name),
        Results = Ordinal.Map(snapshot.Results, result => result.Key),
        ResultOrder = ImmutableQueue.CreateRange(snapshot.Results.Select(result => result.Key)),
        LastRequest = snapshot.LastRequest,
        Audit = new AuditTrail { Records = [.. snapshot.Audit], Head = snapshot.AuditHead, Count = snapshot.AuditCount },
    };
}
