using Failover;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_valid_once_the_member_has_a_name_and_an_address()
    {
        var options = Read(("Member", "n1"), ("Address", "http://127.0.0.1:5001"));

        Assert.Equal("n1", options.Member);
        Assert.Equal("Data Source=tasks.db", options.Store.ConnectionString);
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(
            ("Member", "not a name"),
            ("Address", "ftp://x"),
            ("Store:ConnectionString", ""),
            ("Workers", "65"),
            ("TasksPerSecond", "0.0001"),
            ("AssignmentTime", "00:00:01"),
            ("DispatchInterval", "00:00:02"),
            ("LongPoll", "01:00:00")));

        string[] settings = ["Member", "Address", "ConnectionString", "Workers", "TasksPerSecond", "DispatchInterval", "LongPoll"];
        Assert.All(settings, setting => Assert.Contains(setting, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1:5001")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:5001/base")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void An_address_must_be_a_base_address(string address) =>
        Assert.Throws<OptionsValidationException>(() => Read(("Member", "n1"), ("Address", address)));

    [Fact]
    public void A_misspelt_setting_is_reported()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Read(("Member", "n1"), ("Address", "http://127.0.0.1:5001"), ("Wokers", "3")));
        Assert.Contains("Wokers", StartError.Describe(error)!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_can_not_be_read_is_reported_with_its_setting()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Read(("Member", "n1"), ("Address", "http://127.0.0.1:5001"), ("Store:Provider", "Oracle")));
        var problem = StartError.Describe(error)!;
        Assert.Contains("Store:Provider", problem, StringComparison.Ordinal);
        Assert.Contains("Oracle", problem, StringComparison.Ordinal);
        Assert.Null(StartError.Describe(new InvalidOperationException("of another kind")));
        Assert.Equal("in use", StartError.Describe(new DataDirectoryException("data", "lock", "in use")));
    }

    [Fact]
    public async Task A_host_with_wrong_settings_does_not_start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddKeyedSingleton<ILeaderElection>(TaskDispatchOptions.Election, new FakeElection("n1"));
        builder.Services.AddTaskDispatch(builder.Configuration.GetSection(TaskDispatchOptions.Section));
        await using var app = builder.Build();

        await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
    }

    private static TaskDispatchOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddTaskDispatch(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<TaskDispatchOptions>>().Value;
    }
}
