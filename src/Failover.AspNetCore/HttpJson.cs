using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Failover.AspNetCore.Acting;
using Failover.AspNetCore.Answers;

namespace Failover.AspNetCore;

/// <summary>How the bodies of requests are read, and problems written.</summary>
/// <remarks>
/// A generated reader gives a property that is left out the default of its type, not that of its declaration. So a body has other defaults only as
/// those of a constructor's parameters.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    MaxDepth = BodyReader.MaxDepth,
    Converters = [typeof(Word<RequestTimeoutAction>), typeof(Word<OperatorOutcome>)])]
[JsonSerializable(typeof(ApproveBody))]
[JsonSerializable(typeof(RejectBody))]
[JsonSerializable(typeof(PromoteBody))]
[JsonSerializable(typeof(TargetBody))]
[JsonSerializable(typeof(ResignBody))]
[JsonSerializable(typeof(PauseBody))]
[JsonSerializable(typeof(PolicyBody))]
[JsonSerializable(typeof(PlainBody))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class HttpJson : JsonSerializerContext
{
    /// <summary>How a type is read and written.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!;

    /// <summary>An enumeration as a word, and never as a number.</summary>
    private sealed class Word<TEnum>() : JsonStringEnumConverter<TEnum>(namingPolicy: null, allowIntegerValues: false)
        where TEnum : struct, Enum;
}
