using System.Text.Json.Serialization;
using Failover.Elections;
using Failover.Sessions;

namespace Failover.Serialization;

/// <summary>
/// How entries, snapshots and messages are written: JSON, so that versions may add fields and people may read it. What lacks a
/// part, or has nothing where something must be, is refused when it is read: a later version gives a new part a default.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(SessionMessage))]
[JsonSerializable(typeof(ClusterSnapshot))]
[JsonSerializable(typeof(Evidence))]
internal sealed partial class CoreJson : JsonSerializerContext;
