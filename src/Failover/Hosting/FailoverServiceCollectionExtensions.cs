using Failover;
using Failover.Hosting;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Failover to a host.</summary>
public static class FailoverServiceCollectionExtensions
{
    /// <summary>
    /// Adds Failover without configuration: a cluster of one on this machine, until other calls say more. Calls may be repeated;
    /// they add up.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <example>
    /// <code>
    /// builder.Services.AddFailover().AddElection("orders").AddLeaderService&lt;OrderDispatcher&gt;("orders");
    /// </code>
    /// </example>
    public static IFailoverBuilder AddFailover(this IServiceCollection services) => FailoverServices.GetOrAdd(services);

    /// <summary>Adds Failover with a configuration section. Calls may be repeated; later settings override earlier ones.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The section to bind to <see cref="FailoverOptions"/>; of a whole configuration, its section
    /// <c>Failover</c>.</param>
    /// <example>
    /// <code>
    /// builder.Services.AddFailover(builder.Configuration.GetSection("Failover"))
    ///     .AddElection("orders", election => election.Priority = 10)
    ///     .AddLeaderService&lt;OrderDispatcher&gt;("orders")
    ///     .AddLeadershipHandler&lt;OrderAudit&gt;("orders")
    ///     .UseHealthChecks("ready");
    /// </code>
    /// </example>
    public static IFailoverBuilder AddFailover(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var builder = FailoverServices.GetOrAdd(services);
        builder.Registrations.AddConfiguration(configuration);
        return builder;
    }

    /// <summary>Adds Failover with settings made in code. Calls may be repeated; later settings override earlier ones.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options, when the host starts.</param>
    /// <example>
    /// <code>
    /// builder.Services.AddFailover(options =>
    /// {
    ///     options.Member = "n1";
    ///     options.Members["n1"] = "127.0.0.1:7001";
    ///     options.Members["n2"] = "127.0.0.1:7002";
    ///     options.Members["n3"] = "127.0.0.1:7003";
    /// });
    /// </code>
    /// </example>
    public static IFailoverBuilder AddFailover(this IServiceCollection services, Action<FailoverOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = FailoverServices.GetOrAdd(services);
        builder.Registrations.AddConfiguration(configure);
        return builder;
    }
}
