using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Failover.Hosting.Tests.Options;

/// <summary>Binds and validates options as a host would.</summary>
internal static class OptionsTester
{
    public static ClusterSettings Accept(params (string Key, string? Value)[] configuration) =>
        Provide(Section(configuration)).GetRequiredService<ClusterSettings>();

    /// <summary>The messages of the validation, which must fail.</summary>
    public static IEnumerable<string> Refuse(params (string Key, string? Value)[] configuration) =>
        Refusal(Provide(Section(configuration)));

    public static IEnumerable<string> Refuse(Action<FailoverOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddFailover(configure);
        return Refusal(services.BuildServiceProvider());
    }

    public static IEnumerable<string> Refusal(IServiceProvider provider) =>
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<FailoverOptions>>().Value).Failures;

    public static IConfigurationSection Section(params (string Key, string? Value)[] configuration) => new ConfigurationBuilder()
        .AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create($"Failover:{pair.Key}", pair.Value)))
        .Build()
        .GetSection("Failover");

    private static ServiceProvider Provide(IConfiguration section)
    {
        var services = new ServiceCollection();
        services.AddFailover(section);
        return services.BuildServiceProvider();
    }
}
