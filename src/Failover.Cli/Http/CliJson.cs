using System.Text.Json.Serialization;

namespace Failover.Cli.Http;

/// <summary>How the tool's own values are written; the cluster's are in <see cref="FailoverJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ActBody))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(ChainReport))]
[JsonSerializable(typeof(WatchedEvent))]
internal sealed partial class CliJson : JsonSerializerContext;
