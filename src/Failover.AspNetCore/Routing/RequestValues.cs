using System.Globalization;
using Failover.AspNetCore.Acting;
using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Failover.AspNetCore.Routing;

/// <summary>Reads what is in the path and the query, and refuses what is not known or not well-formed.</summary>
internal static class RequestValues
{
    /// <summary>The parameter of the patterns that are about one election or member.</summary>
    public const string Name = "name";

    /// <summary>The name in the path.</summary>
    public static string ReadName(HttpContext context)
    {
        var name = (string)context.GetRouteValue(Name)!;
        NameRule.Check(Name, name);
        return name;
    }

    /// <summary>Refuses parameters that the route does not know: <c>?dryRun=true</c> must not be taken for granted.</summary>
    public static void CheckQuery(HttpRequest request, params ReadOnlySpan<string> known)
    {
        foreach (var name in request.Query.Keys)
        {
            if (!known.Contains(name))
            {
                var field = TextRule.Quote(name);
                throw Refuse(field, $"the query parameter '{field}' is not known here; known are: {(known.IsEmpty ? "none" : string.Join(", ", known))}");
            }
        }
    }

    /// <summary>An integer of the query, in a range.</summary>
    public static long ReadInteger(HttpRequest request, string name, long otherwise, long least, long most = long.MaxValue)
    {
        if (!request.Query.TryGetValue(name, out var values))
        {
            return otherwise;
        }

        return values is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? value
            : throw Refuse(name, $"'{name}' must be an integer from {least}{(most == long.MaxValue ? "" : $" to {most}")}");
    }

    /// <summary>A name of the query, or null.</summary>
    public static string? ReadOptionalName(HttpRequest request, string field)
    {
        if (!request.Query.TryGetValue(field, out var values) || values is [""])
        {
            return null;
        }

        NameRule.Check(field, values is [{ } name] ? name : "");
        return values;
    }

    private static Refusal Refuse(string field, string message) => new(StatusCodes.Status400BadRequest, message, field);
}
