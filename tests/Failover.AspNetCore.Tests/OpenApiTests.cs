using System.Text.Json;
using System.Text.Json.Nodes;
using Failover.AspNetCore.Tests.Support;
using Failover.Serialization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.AspNetCore.Tests;

/// <summary>The document says all that the routes do: compared with the endpoints, the answers and the reference page.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private OperatorHost _host = null!;
    private JsonElement _document;

    public async ValueTask InitializeAsync()
    {
        _host = await OperatorHost.StartAsync();
        _document = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/openapi.json"));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Every_endpoint_is_described()
    {
        string[] endpoints =
        [
            .. _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Order == 0 && endpoint.RoutePattern.RawText != "/failover/openapi.json" && !IsPage(endpoint))
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                    .Where(method => method != "HEAD")
                    .Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
                .Order(),
        ];
        string[] described =
        [
            .. _document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
                .Order(),
        ];

        Assert.Equal(endpoints, described);
        Assert.Equal(21, described.Length);
    }

    /// <summary>The dashboard's files are for browsers.</summary>
    private static bool IsPage(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText is "/failover/" || Path.GetExtension(endpoint.RoutePattern.RawText) is ".html" or ".js" or ".css" or ".svg";

    [Fact]
    public async Task Every_answer_has_only_fields_that_are_described_and_all_of_them()
    {
        _host.Operations.Record("promoted");
        _host.Elections.Orders.See(7, "n2", "http://n2");
        foreach (var path in new[] { "status", "elections", "elections/orders", "elections/orders/explain", "elections/orders/leader", "members", "requests", "audit" })
        {
            var template = path.Replace("orders", "{name}", StringComparison.Ordinal);
            var answer = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/" + path));
            AssertDescribed(answer, SchemaOf($"/failover/{template}", "get", "200", "application/json"), path);
        }

        var result = await OperatorHost.ReadAsync(await _host.PostAsync("/failover/elections/orders/drill", "{}"));
        AssertDescribed(result, SchemaOf("/failover/elections/{name}/drill", "post", "200", "application/json"), "drill");
    }

    [Fact]
    public void Every_operation_has_an_id_a_summary_its_parameters_and_its_problems()
    {
        var ids = new HashSet<string>();
        foreach (var path in _document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(ids.Add(operation.Value.GetProperty("operationId").GetString()!), path.Name);
                Assert.NotEqual("", operation.Value.GetProperty("summary").GetString());
                var parameters = operation.Value.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()).ToArray();
                Assert.Equal(path.Name.Contains("{name}", StringComparison.Ordinal), parameters.Contains("name"));
                Assert.Equal(operation.Name == "post", parameters.Contains("Idempotency-Key"));
                string[] statuses = [.. operation.Value.GetProperty("responses").EnumerateObject().Select(response => response.Name)];
                string[] expected = operation.Name == "post" ? ["400", "401", "403", "404", "409", "412", "413", "415", "500", "503", "504"] : ["500"];
                Assert.Subset(statuses.ToHashSet(), expected.ToHashSet());
                foreach (var status in statuses.Where(status => status != "200"))
                {
                    Assert.Equal(
                        "#/components/schemas/Problem",
                        SchemaOf(path.Name, operation.Name, status, "application/problem+json").GetProperty("$ref").GetString());
                }
            }
        }

        Assert.Subset(Properties("Problem"), new HashSet<string> { "title", "status", "detail", "outcome", "field", "key", "election", "term", "request" });
    }

    [Theory]
    [InlineData("approve", "request revision candidate force reason dryRun", "request revision")]
    [InlineData("reject", "request revision reason dryRun", "request revision")]
    [InlineData("promote", "candidate expectedTerm force reason dryRun", "candidate expectedTerm")]
    [InlineData("hand-over", "target expectedTerm reason dryRun", "")]
    [InlineData("resign", "expectedTerm reason dryRun", "")]
    [InlineData("pause", "durationMs reason dryRun", "")]
    [InlineData("resume", "reason dryRun", "")]
    [InlineData("policy", "policy expectedRevision reason dryRun", "policy")]
    [InlineData("drill", "target expectedTerm reason dryRun", "")]
    public void Every_field_of_every_body_is_described(string verb, string fields, string required)
    {
        var operation = _document.GetProperty("paths").GetProperty($"/failover/elections/{{name}}/{verb}").GetProperty("post");
        var schema = Resolve(operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"));

        Assert.Equal(fields.Split(' ').Order(), schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order());
        var needed = schema.TryGetProperty("required", out var list) ? list.EnumerateArray().Select(name => name.GetString()!) : [];
        Assert.Equal(required.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), needed.Order());
        Assert.All(
            schema.GetProperty("properties").EnumerateObject(),
            property => Assert.False(string.IsNullOrEmpty(property.Value.GetProperty("description").GetString()), property.Name));
    }

    [Fact]
    public void Every_field_of_the_contract_is_described()
    {
        foreach (var type in new[]
        {
            typeof(ClusterStatus), typeof(ElectionStatus), typeof(MemberStatus), typeof(PromotionRequest), typeof(Failover.Audit.AuditRecord),
            typeof(Explanation), typeof(OperatorResult), typeof(PromotionPolicy), typeof(LeaderInfo), typeof(Evidence), typeof(CandidateReport),
        })
        {
            var fields = FailoverJson.Default.Options.GetTypeInfo(type).Properties.Where(property => property.Get is not null).Select(property => property.Name);
            Assert.Equal(fields.Order(), Properties(type.Name).Order());
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var count = 0;
        Visit(JsonNode.Parse(_document.GetRawText())!);
        Assert.True(count > 50, $"{count} references");

        void Visit(JsonNode? node)
        {
            if (node is JsonObject entries)
            {
                if (entries["$ref"] is { } reference)
                {
                    count++;
                    var name = reference.GetValue<string>().Split('/')[^1];
                    Assert.Equal(JsonValueKind.Object, _document.GetProperty("components").GetProperty("schemas").GetProperty(name).ValueKind);
                }

                entries.ToList().ForEach(entry => Visit(entry.Value));
            }
            else if (node is JsonArray items)
            {
                items.ToList().ForEach(Visit);
            }
        }
    }

    [Fact]
    public void Every_route_of_the_reference_page_is_described_and_the_reverse()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "http.md"));
        foreach (var path in _document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.Contains($"| `{operation.Name.ToUpperInvariant()} {path.Name}", page, StringComparison.Ordinal);
            }
        }
    }

    private HashSet<string> Properties(string schema) =>
        [.. _document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject().Select(property => property.Name)];

    private JsonElement SchemaOf(string path, string method, string status, string contentType) => _document
        .GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses").GetProperty(status)
        .GetProperty("content").GetProperty(contentType).GetProperty("schema");

    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("anyOf", out var choices))
        {
            return Resolve(choices[0]);
        }

        return schema.TryGetProperty("$ref", out var reference)
            ? _document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }

    private void AssertDescribed(JsonElement value, JsonElement schema, string path)
    {
        schema = Resolve(schema);
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                AssertDescribed(item, schema.GetProperty("items"), path + "[]");
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            Assert.Equal(
                properties.EnumerateObject().Select(property => property.Name).Order(), value.EnumerateObject().Select(property => property.Name).Order());
            foreach (var property in value.EnumerateObject())
            {
                AssertDescribed(property.Value, properties.GetProperty(property.Name), $"{path}.{property.Name}");
            }
        }
        else
        {
            Assert.True(value.ValueKind != JsonValueKind.Object || schema.TryGetProperty("additionalProperties", out _), path);
        }
    }
}
