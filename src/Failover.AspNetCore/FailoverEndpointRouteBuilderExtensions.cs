using System.Diagnostics.CodeAnalysis;
using Failover.AspNetCore.Acting;
using Failover.AspNetCore.Dashboard;
using Failover.AspNetCore.Events;
using Failover.AspNetCore.OpenApi;
using Failover.AspNetCore.Reading;
using Failover.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the operator interface of Failover to an application.</summary>
public static class FailoverEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the operator interface: status, explanations, the audit trail, events, commands, and what load balancers ask. Reading needs
    /// the authorization policy <c>Failover.View</c>, acting <c>Failover.Operate</c>; an application that defines neither gets 403 with
    /// an explanation.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path below which it is. Default: <c>/failover</c>.</param>
    /// <returns>All its routes, for more conventions: <c>.RequireHost("*:8443")</c> keeps them to a port of their own.</returns>
    /// <exception cref="InvalidOperationException"><c>AddFailover</c> was not called.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are out of range.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddFailover(builder.Configuration.GetSection("Failover")).AddElection("orders");
    /// builder.Services.AddAuthorizationBuilder().AddPolicy(FailoverPolicies.Operate, policy => policy.RequireRole("operators"));
    /// var app = builder.Build();
    /// app.MapFailover("/failover");
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapFailover(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/failover")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(IFailoverOperations)) == false)
        {
            throw new InvalidOperationException("MapFailover needs a member: call builder.Services.AddFailover(...) first.");
        }

        var http = new OperatorInterface(endpoints.ServiceProvider);
        FailoverRoute[] described =
        [
            .. new ReadRoutes(http).All(),
            .. new LeaderRoutes(http).All(),
            .. new CommandRoutes(http).All(),
            new EventRoute(http).Route,
        ];
        FailoverRoute[] routes =
        [
            .. described,
            OpenApiRoute.For(described),
            .. DashboardRoutes.All(DashboardFiles.Of(typeof(FailoverEndpointRouteBuilderExtensions).Assembly)),
        ];
        return RouteMapper.Map(endpoints.MapGroup(prefix), http, routes);
    }
}
