using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Failover.AspNetCore.Answers;
using Failover.Audit;
using Failover.Serialization;

namespace Failover.AspNetCore.OpenApi;

/// <summary>The JSON schemas of the interface's types, made from the very descriptions by which they are written and read.</summary>
internal sealed class SchemaBook
{
    // Types of their own name in the document; everything else stands where it is used.
    private static readonly HashSet<Type> Named =
    [
        typeof(ClusterStatus), typeof(ElectionStatus), typeof(MemberStatus), typeof(PromotionRequest), typeof(AuditRecord), typeof(Explanation),
        typeof(OperatorResult), typeof(PromotionPolicy), typeof(LeaderInfo), typeof(CandidateReport), typeof(Evidence), typeof(TermRecord),
        typeof(OperatorNote), typeof(Approval), typeof(HandOver), typeof(Pause), typeof(Quarantine), typeof(PassedOver), typeof(Sighting),
        typeof(Problem),
    ];

    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);

    /// <summary>The schemas that were referred to so far, by name.</summary>
    public JsonObject Schemas => new(_schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value)));

    /// <summary>A schema for a body or an answer: a reference, where the type has a name.</summary>
    public JsonNode Of(Type type)
    {
        if (ElementOf(type) is { } element)
        {
            return new JsonObject { ["type"] = "array", ["items"] = Of(element) };
        }

        if (type == typeof(string))
        {
            return new JsonObject { ["type"] = "string" };
        }

        Define(type);
        return Reference(type);
    }

    private void Define(Type type)
    {
        if (_schemas.ContainsKey(type.Name))
        {
            return;
        }

        // Present before its parts are looked at, which may refer to it.
        _schemas[type.Name] = true;
        var options = type.Assembly == typeof(SchemaBook).Assembly ? HttpJson.Default.Options : FailoverJson.Default.Options;
        _schemas[type.Name] = options.GetTypeInfo(type).GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => Transform(type, context, schema),
        });
    }

    private JsonNode Transform(Type root, JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.TypeInfo.Type is var type && type != root && Named.Contains(type))
        {
            Define(type);
            var isNullable = schema is JsonObject inline && inline["type"] is JsonArray types && types.Any(word => word?.GetValue<string>() == "null");
            schema = isNullable
                ? new JsonObject { ["anyOf"] = new JsonArray(Reference(type), new JsonObject { ["type"] = "null" }) }
                : Reference(type);
        }

        if (schema is JsonObject described
            && context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true) is [DescriptionAttribute text, ..])
        {
            described["description"] = text.Description;
        }

        return schema;
    }

    private static JsonObject Reference(Type type) => new() { ["$ref"] = $"#/components/schemas/{type.Name}" };

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
