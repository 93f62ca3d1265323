using System.Text.Json.Serialization;
using Failover.Elections;
using Failover.Sessions;

namespace Failover.Serialization;

/// <summary>How entries, snapshots and messages are written: JSON, so that versions may add fields and people may read it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(SessionMessage))]
[JsonSerializable(typeof(ClusterSnapshot))]
internal sealed partial class CoreJson : JsonSerializerContext;
