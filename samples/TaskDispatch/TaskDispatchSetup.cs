using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TaskDispatch.Dispatching;
using TaskDispatch.Endpoints;
using TaskDispatch.Producing;
using TaskDispatch.Records;
using TaskDispatch.Store;
using TaskDispatch.Working;

namespace TaskDispatch;

/// <summary>Registers the service. The election comes from Failover, which <c>Program.cs</c> adds.</summary>
public static class TaskDispatchSetup
{
    /// <summary>Adds everything but the election.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The section <see cref="TaskDispatchOptions.Section"/>.</param>
    public static IServiceCollection AddTaskDispatch(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TaskDispatchOptions>()
            .Bind(configuration, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TaskDispatchOptions>, TaskDispatchOptionsValidator>();
        services.AddSingleton<IValidateOptions<TaskDispatchOptions>, TaskDispatchOptionsRules>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, EndpointJson.Default));
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton(provider => Options(provider).Store.CreateStore());
        services.AddSingleton(provider => new MemberRecord(Options(provider).RecordDirectory, Options(provider).Member));
        services.AddSingleton<ActiveDesk>();
        services.AddSingleton<LeaderFollower>();
        services.AddSingleton(provider => new WorkClient(CreateHttpClient(Options(provider))));

        services.AddHostedService<StoreInitializer>();
        services.AddHostedService(provider => provider.GetRequiredService<LeaderFollower>());
        services.AddHostedService<Worker>();
        services.AddHostedService<Producer>();
        return services;
    }

    private static TaskDispatchOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<TaskDispatchOptions>>().Value;

    /// <summary>A leader that answers at all answers within the long poll; the rest of the time is for the network.</summary>
    private static HttpClient CreateHttpClient(TaskDispatchOptions options) =>
        new(MemberConnection.CreateHandler()) { Timeout = options.LongPoll + TimeSpan.FromSeconds(5) };
}
