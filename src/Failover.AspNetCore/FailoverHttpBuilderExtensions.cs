using Failover;
using Failover.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the operator interface.</summary>
public static class FailoverHttpBuilderExtensions
{
    /// <summary>Configures what <c>app.MapFailover()</c> serves. Not needed for the defaults. Calls add up.</summary>
    /// <param name="builder">What <c>AddFailover</c> began.</param>
    /// <param name="configure">Sets the options.</param>
    /// <example>
    /// <code>
    /// builder.Services.AddFailover(builder.Configuration.GetSection("Failover"))
    ///     .ConfigureHttp(http => http.AllowAnonymousOnLoopback = builder.Environment.IsDevelopment());
    /// </code>
    /// </example>
    public static IFailoverBuilder ConfigureHttp(this IFailoverBuilder builder, Action<FailoverHttpOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }
}
