using System.Diagnostics.Metrics;
using Failover.Diagnostics;
using Failover.Hosting.Operations;
using Failover.Operations;
using Failover.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Failover.Hosting;

/// <summary>Puts the library's own services into a service collection.</summary>
internal static class FailoverServices
{
    /// <summary>
    /// The key of the library's clock. It is not the application's <see cref="TimeProvider"/>, which need not count suspend time.
    /// </summary>
    public const string ClockKey = "Failover";

    /// <summary>Finds the builder of an earlier call, or adds the services and a new one.</summary>
    public static FailoverBuilder GetOrAdd(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var earlier = services.FirstOrDefault(service => service.ServiceType == typeof(FailoverBuilder));
        if (earlier?.ImplementationInstance is FailoverBuilder existing)
        {
            return existing;
        }

        var builder = new FailoverBuilder(services, new FailoverRegistrations());
        services.AddSingleton(builder);
        services.AddSingleton(builder.Registrations);
        AddOptions(services, builder.Registrations);
        AddHosting(services);
        return builder;
    }

    private static void AddOptions(IServiceCollection services, FailoverRegistrations registrations)
    {
        services.AddOptions<FailoverOptions>().Configure(registrations.Configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FailoverOptions>, FailoverOptionsValidator>());
        services.AddSingleton(provider => ClusterSettingsFactory.Create(
            provider.GetRequiredService<IOptions<FailoverOptions>>().Value,
            provider.GetService<IHostEnvironment>()?.ApplicationName ?? AppDomain.CurrentDomain.FriendlyName));
    }

    private static void AddHosting(IServiceCollection services)
    {
        services.TryAddKeyedSingleton<TimeProvider>(ClockKey, (_, _) => BootTimeProvider.Instance);
        services.TryAddSingleton<IProcessTerminator, ProcessTerminator>();
        services.AddSingleton<DriverSlot>();
        services.AddSingleton(provider => new FailoverMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => new LeaseWatchdog(Clock(provider), provider.GetService<ILogger<LeaseWatchdog>>()));
        services.AddSingleton<ClusterFeed>();
        services.AddSingleton(CreateHostContext);
        services.AddSingleton<ElectionRegistry>();
        services.AddSingleton<ILeaderElectionFactory>(provider => provider.GetRequiredService<ElectionRegistry>());
        services.AddKeyedSingleton<ILeaderElection>(KeyedService.AnyKey, FindElection);
        services.TryAddSingleton<IClusterNetwork>(provider => new TcpClusterNetwork(Clock(provider)));
        services.AddSingleton<FailoverHostedService>();
        services.AddSingleton<IFailoverCluster>(provider => provider.GetRequiredService<FailoverHostedService>());
        services.AddSingleton<FailoverOperations>();
        services.AddSingleton<IFailoverOperations>(provider => provider.GetRequiredService<FailoverOperations>());
        services.AddHostedService(provider => provider.GetRequiredService<FailoverHostedService>());
        services.AddSingleton(provider => new ShutdownSequence(
            provider.GetRequiredService<ElectionRegistry>(),
            provider.GetRequiredService<ClusterSettings>(),
            Clock(provider),
            provider.GetRequiredService<ILogger<ShutdownSequence>>()));
    }

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredKeyedService<TimeProvider>(ClockKey);

    private static HostContext CreateHostContext(IServiceProvider provider) => new(
        provider.GetRequiredService<IServiceScopeFactory>(),
        provider.GetRequiredService<DriverSlot>(),
        Clock(provider),
        provider.GetRequiredService<LeaseWatchdog>(),
        provider.GetRequiredService<FailoverMetrics>(),
        provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
        provider.GetService<IHostApplicationLifetime>(),
        provider.GetRequiredService<IProcessTerminator>(),
        provider.GetRequiredService<ClusterSettings>().ConfirmTimeout,
        provider.GetRequiredService<ClusterFeed>(),
        new PolicyDesk(
            provider,
            provider.GetRequiredService<ClusterSettings>().PolicyTimeout,
            Clock(provider),
            (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger<PolicyDesk>()));

    private static ILeaderElection FindElection(IServiceProvider provider, object? key) =>
        provider.GetRequiredService<ILeaderElectionFactory>().Get(
            key as string ?? throw new ArgumentException("The key of an ILeaderElection is the election's name, a string.", nameof(key)));
}
