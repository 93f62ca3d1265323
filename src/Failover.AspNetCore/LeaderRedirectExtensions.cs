using Failover.AspNetCore.Redirects;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets only the leader answer.</summary>
public static class LeaderRedirectExtensions
{
    /// <summary>
    /// Lets a route, or a group of routes, be answered where this member leads. Elsewhere it answers 307 with the leader's
    /// <c>AdvertisedAddress</c>, path and query; and 503 with <c>Retry-After</c> while nobody leads, before the body is read.
    /// </summary>
    /// <remarks>
    /// The redirect's query has one parameter more, <c>failover-term</c>, by which members that do not yet agree end a loop; it is taken
    /// away again before the application sees the request. Most clients do not send an <c>Authorization</c> header to another host.
    /// </remarks>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">What <c>MapGet</c>, <c>MapGroup</c> and the like return.</param>
    /// <param name="election">The name of an election of this host.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <example>
    /// <code>
    /// app.MapPost("/orders", (Order order, OrderDesk desk) => desk.Accept(order)).RedirectToLeader("orders");
    /// </code>
    /// </example>
    public static TBuilder RedirectToLeader<TBuilder>(this TBuilder builder, string election)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(election);
        builder.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } next)
            {
                endpoint.RequestDelegate = new LeaderRedirect(election, next).InvokeAsync;
            }
        });
        return builder;
    }
}
