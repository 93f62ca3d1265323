using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Failover.Cli.Http;

/// <summary>
/// Reads the contract's values. As <see cref="FailoverJson"/> does, but what a server does not write has the contract's default: generated
/// code leaves it null or nought, and an older server, or another way to write, may well leave something out.
/// </summary>
internal static class ContractJson
{
    private static readonly JsonSerializerOptions Options = new(FailoverJson.Default.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };

    /// <exception cref="JsonException">It is not such a value.</exception>
    public static T? Read<T>(string json)
        where T : class => JsonSerializer.Deserialize<T>(json, Options);

    /// <exception cref="JsonException">It is not such a value.</exception>
    public static T? Read<T>(ReadOnlySpan<byte> json)
        where T : class => JsonSerializer.Deserialize<T>(json, Options);
}
