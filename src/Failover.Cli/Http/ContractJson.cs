using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Failover.Cli.Http;

/// <summary>Reads what servers write. What an older server leaves out has the contract's default.</summary>
internal static class ContractJson
{
    /// <exception cref="JsonException">It is not such a value.</exception>
    public static T? Read<T>(string json)
        where T : class => JsonSerializer.Deserialize(json, TypeInfo<T>());

    /// <exception cref="JsonException">It is not such a value.</exception>
    public static T? Read<T>(ReadOnlySpan<byte> json)
        where T : class => JsonSerializer.Deserialize(json, TypeInfo<T>());

    private static JsonTypeInfo<T> TypeInfo<T>() =>
        (JsonTypeInfo<T>)(FailoverJson.Default.GetTypeInfo(typeof(T)) ?? CliJson.Default.GetTypeInfo(typeof(T)) ?? throw new NotSupportedException($"{typeof(T)} is not read."));
}
