using System.Text.Json.Serialization;
using Failover.AspNetCore.Acting;
using Failover.AspNetCore.Answers;

namespace Failover.AspNetCore;

/// <summary>How the bodies of requests are read, and problems written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(ApproveBody))]
[JsonSerializable(typeof(RejectBody))]
[JsonSerializable(typeof(PromoteBody))]
[JsonSerializable(typeof(TargetBody))]
[JsonSerializable(typeof(PlainBody))]
[JsonSerializable(typeof(PauseBody))]
[JsonSerializable(typeof(PolicyBody))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class HttpJson : JsonSerializerContext;
