using Failover.Hosting.Tests.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Failover.Hosting.Tests.Registration;

/// <summary>AddFailover and its builder.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public async Task Elections_are_found_by_name_and_by_key()
    {
        await using var provider = Provide(services => services.AddFailover().AddElection("orders").AddElection("billing"));
        var factory = provider.GetRequiredService<ILeaderElectionFactory>();

        Assert.Equal(["billing", "orders"], factory.Names.Order());
        Assert.Same(factory.Get("orders"), provider.GetRequiredKeyedService<ILeaderElection>("orders"));
        Assert.NotSame(factory.Get("orders"), factory.Get("billing"));
    }

    [Fact]
    public async Task An_unknown_election_is_refused_with_the_known_ones()
    {
        await using var provider = Provide(services => services.AddFailover().AddElection("orders"));
        const string message =
            "No election 'oders' is registered; registered are: orders. Call AddElection(\"oders\"), or add it to the configuration.";

        var error = Assert.Throws<ArgumentException>(() => provider.GetRequiredService<ILeaderElectionFactory>().Get("oders"));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => provider.GetRequiredKeyedService<ILeaderElection>("oders"));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_order_of_the_calls_does_not_matter()
    {
        await using var harness = Harness.Create(builder => builder
            .AddLeaderService<ScriptedService>("late")
            .AddLeadershipHandler<RecordingHandler>("late")
            .AddElection("late"));

        harness.Registry.Observers.Single(observer => observer.Key == "late").Value.OnLeadershipBegan(1, harness.Grant());

        Assert.Equal("create", await harness.Script.NextAsync());
        Assert.Equal("elected 1", await harness.Handler.NextAsync());
    }

    [Fact]
    public async Task Configuration_overrides_the_code_of_AddElection_in_any_order()
    {
        await using var provider = Provide(services =>
        {
            services.AddFailover(OptionsTester.Section(("Elections:orders:Priority", "20")))
                .AddElection("orders", election =>
                {
                    election.Priority = 10;
                    election.StopTimeout = TimeSpan.FromSeconds(5);
                });
        });

        var orders = provider.GetRequiredService<ClusterSettings>().Elections["orders"];

        Assert.Equal((20, TimeSpan.FromSeconds(5)), (orders.Priority, orders.StopTimeout));
    }

    [Fact]
    public async Task Calls_of_AddFailover_add_up_and_the_last_setting_wins()
    {
        await using var provider = Provide(services =>
        {
            services.AddFailover(OptionsTester.Section(("ClusterId", "one"), ("Member", "m1"))).AddElection("orders");
            services.AddFailover(options => options.ClusterId = "two").AddElection("billing");
        });

        var settings = provider.GetRequiredService<ClusterSettings>();

        Assert.Equal(("two", "m1"), (settings.ClusterId, settings.Self));
        Assert.Equal(["billing", "orders"], settings.Elections.Keys.Order());
        Assert.Single(provider.GetServices<ILeaderElectionFactory>());
    }

    [Fact]
    public async Task Of_a_whole_configuration_the_section_Failover_is_taken()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Failover:ClusterId", (string?)"shop"), KeyValuePair.Create("Other", (string?)"x")])
            .Build();
        await using var provider = Provide(services => services.AddFailover(configuration));

        Assert.Equal("shop", provider.GetRequiredService<ClusterSettings>().ClusterId);
    }

    [Fact]
    public async Task Messages_name_the_section_that_was_given()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("My:Cluster:ClusterId", (string?)"a b")])
            .Build();
        await using var provider = Provide(services => services.AddFailover(configuration.GetSection("My:Cluster")));

        Assert.StartsWith("My:Cluster:ClusterId = 'a b':", Assert.Single(OptionsTester.Refusal(provider)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_and_handlers_of_unknown_elections_are_reported_at_start()
    {
        using var host = new HostBuilder()
            .ConfigureServices(services => services.AddFailover()
                .AddElection("orders")
                .AddLeaderService<ScriptedService>("oders")
                .AddLeadershipHandler<RecordingHandler>("billing"))
            .Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            [
                "Failover:Elections:oders = (not set): AddLeaderService<ScriptedService>(\"oders\") needs an election of that name; " +
                "registered are orders. Call AddElection(\"oders\"), or add it to the configuration.",
                "Failover:Elections:billing = (not set): AddLeadershipHandler<RecordingHandler>(\"billing\") needs an election of that name; " +
                "registered are orders. Call AddElection(\"billing\"), or add it to the configuration.",
            ],
            error.Failures);
    }

    [Fact]
    public void Registering_the_same_service_twice_for_an_election_is_refused()
    {
        var builder = new ServiceCollection().AddFailover().AddLeaderService<ScriptedService>("orders").AddLeaderService<ScriptedService>("billing");

        var error = Assert.Throws<ArgumentException>(() => builder.AddLeaderService<ScriptedService>("orders"));

        Assert.StartsWith("AddLeaderService<ScriptedService>(\"orders\") was called before.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_start_operations_say_so()
    {
        await using var provider = Provide(services => services.AddFailover().AddElection("orders"));
        var orders = provider.GetRequiredKeyedService<ILeaderElection>("orders");

        var error = await Assert.ThrowsAsync<FailoverException>(() => orders.HandOverAsync(null, TestContext.Current.CancellationToken));

        Assert.StartsWith("Failover has not started yet.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_is_not_the_applications()
    {
        await using var provider = Provide(services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddFailover();
        });

        Assert.Same(BootTimeProvider.Instance, provider.GetRequiredService<HostContext>().TimeProvider);
        Assert.Same(TimeProvider.System, provider.GetRequiredService<TimeProvider>());
    }

    private static ServiceProvider Provide(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        configure(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
