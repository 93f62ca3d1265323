using System.Text.Json.Serialization;
using TaskDispatch.Store;

namespace TaskDispatch.Endpoints;

/// <summary>How the bodies of requests and answers are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WorkRequest))]
[JsonSerializable(typeof(WorkItem))]
[JsonSerializable(typeof(ResultSubmission))]
[JsonSerializable(typeof(ResultReceipt))]
[JsonSerializable(typeof(NotTheLeader))]
[JsonSerializable(typeof(LeadershipAnswer))]
[JsonSerializable(typeof(MemberStatus))]
internal sealed partial class EndpointJson : JsonSerializerContext;
