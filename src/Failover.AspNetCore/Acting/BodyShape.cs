using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Acting;

/// <summary>Compares JSON with the type that it is meant for, and says in the operator's words what does not fit.</summary>
internal static class BodyShape
{
    /// <summary>Refuses unknown, missing and misspelt fields.</summary>
    public static void Check(JsonElement element, JsonTypeInfo type, string path = "")
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw path.Length == 0
                ? new Refusal(StatusCodes.Status400BadRequest, "the body must be a JSON object")
                : Refuse(path.TrimEnd('.'), $"'{path.TrimEnd('.')}' must be an object");
        }

        foreach (var property in element.EnumerateObject())
        {
            CheckProperty(property, type, path);
        }

        foreach (var required in type.Properties.Where(property => property.IsRequired))
        {
            if (!element.TryGetProperty(required.Name, out _))
            {
                throw Refuse(path + required.Name, $"'{path}{required.Name}' is missing");
            }
        }
    }

    /// <summary>Turns the serializer's complaint into one about a field.</summary>
    public static Refusal Explain(JsonException error, JsonTypeInfo type)
    {
        var path = error.Path is { } found && found.StartsWith("$.", StringComparison.Ordinal) ? found[2..] : "";
        if (path.Length == 0)
        {
            return new Refusal(StatusCodes.Status400BadRequest, "the body is not what is expected here");
        }

        JsonPropertyInfo? property = null;
        var at = type;
        foreach (var part in path.Split('.'))
        {
            property = at.Properties.FirstOrDefault(candidate => candidate.Name == part);
            if (property is null)
            {
                break;
            }

            at = type.Options.GetTypeInfo(property.PropertyType);
        }

        return Refuse(path, $"'{path}' must be {(property is null ? "something else" : Describe(property.PropertyType))}");
    }

    private static void CheckProperty(JsonProperty property, JsonTypeInfo type, string path)
    {
        var name = property.Name;
        if (type.Properties.FirstOrDefault(candidate => candidate.Name == name) is not { } known)
        {
            var field = path + TextRule.Quote(name);
            var names = string.Join(", ", type.Properties.Select(candidate => path + candidate.Name));
            throw Refuse(field, $"'{field}' is not known here; known are: {names}");
        }

        var inner = type.Options.GetTypeInfo(known.PropertyType);
        if (inner.Kind == JsonTypeInfoKind.Object && property.Value.ValueKind != JsonValueKind.Null)
        {
            Check(property.Value, inner, path + name + ".");
        }
        else if (known.PropertyType.IsEnum && property.Value.ValueKind != JsonValueKind.String)
        {
            throw Refuse(path + name, $"'{path}{name}' must be {Describe(known.PropertyType)}");
        }
    }

    private static string Describe(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(string) => "a text",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(int) || plain == typeof(long) => "an integer",
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(plain))}",
            _ => "an object",
        };
    }

    private static Refusal Refuse(string field, string message) => new(StatusCodes.Status400BadRequest, message, field);
}
