using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Failover.AspNetCore.Acting;
using Failover.AspNetCore.Answers;
using Failover.AspNetCore.Routing;
using Failover.Audit;
using Microsoft.AspNetCore.WebUtilities;

namespace Failover.AspNetCore.OpenApi;

/// <summary>Describes the routes as an OpenAPI 3.1 document. Made of the same table by which they are mapped.</summary>
internal static class OpenApiDocument
{
    private static readonly string Version =
        typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Creates the document.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="prefix">Where they are mapped.</param>
    public static JsonObject Create(IReadOnlyList<FailoverRoute> routes, string prefix)
    {
        var book = new SchemaBook();
        var paths = new JsonObject();
        foreach (var path in routes.GroupBy(route => route.Pattern))
        {
            paths[prefix + path.Key] = new JsonObject(
                path.Select(route => KeyValuePair.Create(route.Method.ToLowerInvariant(), (JsonNode?)Operation(route, book))));
        }

        // Not the answer of a route by itself: what the stream carries.
        _ = book.Of(typeof(ClusterStatus));
        _ = book.Of(typeof(AuditRecord));
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Failover",
                ["version"] = Version,
                ["description"] = "Any member answers; what changes something is passed to the coordinator, and takes effect once. " +
                    "Who may read and act is decided by the application's own authentication.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = book.Schemas },
        };
    }

    private static JsonObject Operation(FailoverRoute route, SchemaBook book)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.Id,
            ["summary"] = route.Summary,
            ["tags"] = new JsonArray(route.Audience.ToString()),
            ["parameters"] = new JsonArray([.. Parameters(route)]),
        };
        if (route.Body is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", book.Of(body)) };
        }

        operation["responses"] = Responses(route, book);
        return operation;
    }

    private static IEnumerable<JsonNode?> Parameters(FailoverRoute route)
    {
        if (route.Pattern.Contains($"{{{RequestValues.Name}}}", StringComparison.Ordinal))
        {
            yield return Parameter(RequestValues.Name, "path", "1 to 100 letters, digits, '-', '_' or '.'.", isInteger: false, isRequired: true);
        }

        foreach (var query in route.Query)
        {
            yield return Parameter(query.Name, "query", query.Description, query.IsInteger, isRequired: false);
        }

        if (route.Body is not null)
        {
            yield return Parameter(
                IdempotencyKey.Header, "header", "1 to 100 visible ASCII characters, by which a repetition is recognised. Made up, if missing.",
                isInteger: false, isRequired: false);
        }

        if (route.IsStream)
        {
            yield return Parameter("Last-Event-ID", "header", "The id of the last event received.", isInteger: true, isRequired: false);
        }
    }

    private static JsonObject Parameter(string name, string place, string description, bool isInteger, bool isRequired) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = isRequired,
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = isInteger ? "integer" : "string" },
    };

    private static JsonObject Responses(FailoverRoute route, SchemaBook book)
    {
        var done = new JsonObject { ["description"] = "Done." };
        if (route.Answer is { } answer)
        {
            done["content"] = Content(route.AnswerContentType, book.Of(answer));
        }

        if (route.Body is not null)
        {
            done["headers"] = new JsonObject
            {
                [IdempotencyKey.Header] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
            };
        }

        var responses = new JsonObject { ["200"] = done };
        foreach (var status in route.AllProblems)
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] = ReasonPhrases.GetReasonPhrase(status) + ".",
                ["content"] = Content("application/problem+json", book.Of(typeof(Problem))),
            };
        }

        return responses;
    }

    private static JsonObject Content(string type, JsonNode schema) => new() { [type] = new JsonObject { ["schema"] = schema } };
}
