using System.Text;
using Failover.AspNetCore.Access;
using Failover.AspNetCore.Routing;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.OpenApi;

/// <summary>Serves the description of the other routes.</summary>
internal static class OpenApiRoute
{
    private const string Pattern = "/openapi.json";

    /// <summary>The route.</summary>
    /// <param name="routes">What it describes.</param>
    public static FailoverRoute For(IReadOnlyList<FailoverRoute> routes) => new()
    {
        Method = HttpMethods.Get,
        Pattern = Pattern,
        Audience = Audience.Open,
        Id = "getOpenApi",
        Summary = "This document.",
        Handle = (context, _) => HandleAsync(context, routes),
    };

    private static async Task HandleAsync(HttpContext context, IReadOnlyList<FailoverRoute> routes)
    {
        var path = context.Request.PathBase.Add(context.Request.Path).Value!;
        var document = OpenApiDocument.Create(routes, path[..^Pattern.Length]);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(document.ToJsonString(), Encoding.UTF8, context.RequestAborted);
    }
}
