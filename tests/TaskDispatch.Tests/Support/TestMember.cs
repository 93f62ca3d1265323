using Failover;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TaskDispatch.Dispatching;
using TaskDispatch.Endpoints;
using TaskDispatch.Records;
using TaskDispatch.Store;

namespace TaskDispatch.Tests.Support;

/// <summary>The whole service, on Kestrel and a port of its own, in an election that the test decides.</summary>
internal sealed class TestMember : IAsyncDisposable
{
    private readonly WebApplication _app;
    private FakeLeadership? _leadership;
    private Task _dispatching = Task.CompletedTask;

    private TestMember(string name, WebApplication app, FakeElection election)
    {
        Name = name;
        _app = app;
        Election = election;
    }

    public string Name { get; }

    public FakeElection Election { get; }

    public string Address => _app.Urls.Single();

    public ITaskStore Store => _app.Services.GetRequiredService<ITaskStore>();

    public string RecordFile => _app.Services.GetRequiredService<MemberRecord>().FilePath;

    public static async Task<TestMember> StartAsync(
        string name, ITestDatabase database, string directory, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Configuration
            .AddInMemoryCollection(Section(Settings(name, database, directory)))
            .AddInMemoryCollection(Section(settings));
        var election = new FakeElection(name);
        builder.Services.AddKeyedSingleton<ILeaderElection>(TaskDispatchOptions.Election, election);
        builder.Services.AddTaskDispatch(builder.Configuration.GetSection(TaskDispatchOptions.Section));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapWorkEndpoints();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestMember(name, app, election);
    }

    /// <summary>Makes this member the leader, as the library would.</summary>
    public FakeLeadership Lead(long term)
    {
        var leadership = new FakeLeadership(term);
        var dispatcher = ActivatorUtilities.CreateInstance<Dispatcher>(_app.Services);
        Election.Leadership = _leadership = leadership;
        _dispatching = dispatcher.DispatchAsync(leadership, leadership.Token);
        return leadership;
    }

    /// <summary>Ends this member's leadership, and waits until its dispatcher has stopped.</summary>
    public async Task StopLeadingAsync()
    {
        _leadership?.Revoke();
        await DispatchingEndsAsync();
    }

    /// <summary>Waits until this member's dispatcher has stopped, and throws what it threw.</summary>
    public async Task DispatchingEndsAsync()
    {
        var dispatching = _dispatching;
        _dispatching = Task.CompletedTask;
        await dispatching.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
        Election.Leadership = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopLeadingAsync();
        _leadership?.Dispose();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Section(IEnumerable<(string Key, string Value)> settings) =>
        settings.Select(setting => KeyValuePair.Create($"{TaskDispatchOptions.Section}:{setting.Key}", (string?)setting.Value));

    private static IEnumerable<(string Key, string Value)> Settings(string name, ITestDatabase database, string directory) =>
    [
        ("Member", name),
        ("Address", "http://127.0.0.1:1"),
        ("Store:Provider", $"{database.Provider}"),
        ("Store:ConnectionString", database.ConnectionString),
        ("RecordDirectory", directory),
        ("TasksPerSecond", "0"),
        ("Workers", "0"),
        ("Rounds", "100"),
        ("DispatchInterval", "00:00:00.020"),
        ("RetryDelay", "00:00:00.010"),
    ];
}
