using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Demo;
using Demo.Faults;
using Failover.Testing;
using Spectre.Console;
using TaskDispatch.Cluster;

namespace Failover.BrowserTests.Support;

/// <summary>Three real processes of the sample, with the dashboard.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Api = "/failover";

    private readonly HttpClient _http = new();
    private readonly DispatchCluster _processes;
    private readonly FaultInjector _faults;

    /// <param name="settings">More settings of the members. The timings are longer than usual, so that a busy machine ends no session.</param>
    public Cluster(params string[] settings)
    {
        _processes = new DispatchCluster(
            3,
            ["--Failover:LeaseDuration=00:00:10", "--Failover:ElectionTimeoutLower=00:00:00.600", "--Failover:ElectionTimeoutUpper=00:00:01.200", .. settings]);
        var silent = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        _faults = new FaultInjector(_processes, new Narrator(silent));
    }

    public IEnumerable<string> Running => _processes.Running;

    public string Address(string member) => _processes.Address(member);

    public async Task StartAsync()
    {
        await _processes.Store.InitializeAsync(CancellationToken.None);
        StartAll();
        await _faults.LeaderAsync();
    }

    public async Task<string> LeaderAsync() => (await _faults.LeaderAsync()).Member;

    /// <summary>Ends a process without a word.</summary>
    public async Task KillAsync(string member)
    {
        _processes.Member(member).Send(ProcessSignal.Kill);
        await _processes.Member(member).Exited;
    }

    /// <summary>Ends all processes, and removes their data directories. Started again they are another cluster.</summary>
    public async Task ForgetAsync()
    {
        await Task.WhenAll(_processes.Names.Select(KillAsync));
        foreach (var member in _processes.Names)
        {
            Directory.Delete(_processes.DataDirectory(member), recursive: true);
        }
    }

    public void StartAll() => _processes.StartAll();

    /// <summary>Freezes a process: its connections stay open, and nothing answers.</summary>
    public void Freeze(string member) => _processes.Member(member).Send(ProcessSignal.Stop);

    public async Task<JsonNode> StatusAsync(string member) =>
        (await _http.GetFromJsonAsync<JsonNode>($"{Address(member)}{Api}/status", TestContext.Current.CancellationToken))!;

    /// <summary>Commands as another operator's program does.</summary>
    public async Task ActAsync(string member, string path, object body)
    {
        using var response = await _http.PostAsJsonAsync($"{Address(member)}{Api}/{path}", body, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            // What the members said of it.
            _processes.KeepFiles = true;
            TestContext.Current.TestOutputHelper?.WriteLine($"The members' files are in {_processes.Directory}.");
        }

        await _processes.DisposeAsync();
    }
}
