using System.Text.Json.Nodes;

namespace Failover.Cli.Tests.Support;

/// <summary>What a fake member was asked.</summary>
internal sealed record ReceivedRequest(string Method, string Path, string Query, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Key => Headers.GetValueOrDefault("Idempotency-Key");

    public JsonObject Json => (JsonObject)JsonNode.Parse(Body)!;
}
