using System.Text.Json.Serialization;
using Failover.Audit;

namespace Failover.Serialization;

/// <summary>
/// How the operator interface writes its values as JSON: names in camel case, enumerations as words. What is left out has its default when
/// it is read; generated readers set it to null, which the contract's lists and dictionaries take for that.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(ClusterStatus))]
[JsonSerializable(typeof(ElectionStatus))]
[JsonSerializable(typeof(IReadOnlyList<ElectionStatus>))]
[JsonSerializable(typeof(IReadOnlyList<MemberStatus>))]
[JsonSerializable(typeof(IReadOnlyList<PromotionRequest>))]
[JsonSerializable(typeof(IReadOnlyList<AuditRecord>))]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(OperatorResult))]
[JsonSerializable(typeof(PromotionPolicy))]
[JsonSerializable(typeof(LeaderInfo))]
public sealed partial class FailoverJson : JsonSerializerContext;
