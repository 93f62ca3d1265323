using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace Failover.AspNetCore.Routing;

/// <summary>Maps the table of routes.</summary>
internal static class RouteMapper
{
    // Instead of the application's fallback policy, which may be for other people, or name another way to sign in: the gate decides. What
    // the application adds to the group (RequireAuthorization) counts beside it.
    private static readonly AuthorizationPolicy LeftToTheGate = new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build();

    // After the routes themselves, and before a fallback of the application, which would answer a misspelt command with a page.
    private const int OtherMethods = 1;
    private const int OtherPaths = 2;

    /// <summary>Maps the routes into a group.</summary>
    public static IEndpointConventionBuilder Map(RouteGroupBuilder group, OperatorInterface http, IReadOnlyList<FailoverRoute> routes)
    {
        var pipeline = new RoutePipeline(http);
        foreach (var path in routes.GroupBy(route => route.Pattern))
        {
            foreach (var route in path)
            {
                Map(group, route, pipeline.For(route));
            }

            var allowed = string.Join(", ", path.SelectMany(Methods).Order());
            group.Map(path.Key, context => RefuseMethodAsync(context, allowed)).WithOrder(OtherMethods);
        }

        group.Map("/{**path}", RefusePathAsync).WithOrder(OtherPaths);
        group.WithMetadata(LeftToTheGate).ExcludeFromDescription();
        if (http.Options.AllowAnonymousOnLoopback)
        {
            http.Logger.DevelopmentMode();
        }

        return group;
    }

    private static void Map(RouteGroupBuilder group, FailoverRoute route, RequestDelegate handle)
    {
        var endpoint = group.MapMethods(route.Pattern, Methods(route), handle).WithDisplayName($"Failover {route.Id}");
        if (!route.IsPage)
        {
            endpoint.DisableCookieRedirect();
        }

        if (route.IsStream)
        {
            endpoint.WithMetadata(new DisableRequestTimeoutAttribute());
        }
    }

    private static IEnumerable<string> Methods(FailoverRoute route) =>
        route.AnswersHead ? [route.Method, HttpMethods.Head] : [route.Method];

    private static Task RefuseMethodAsync(HttpContext context, string allowed)
    {
        Answer.SetHeaders(context.Response);
        context.Response.Headers.Allow = allowed;
        return Answer.ProblemAsync(context, Problems.Create(StatusCodes.Status405MethodNotAllowed, $"here only {allowed} is answered"));
    }

    private static Task RefusePathAsync(HttpContext context)
    {
        Answer.SetHeaders(context.Response);
        return Answer.ProblemAsync(context, Problems.Create(StatusCodes.Status404NotFound, "there is nothing here; openapi.json lists what there is"));
    }
}
