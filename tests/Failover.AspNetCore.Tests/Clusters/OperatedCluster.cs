using System.Net.Http.Json;
using System.Text.Json;
using Failover.AspNetCore.Tests.Support;
using Failover.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failover.AspNetCore.Tests.Clusters;

/// <summary>A real cluster of three in this process, each member with the operator interface on a port of its own.</summary>
internal sealed class OperatedCluster : IAsyncDisposable
{
    public const string Election = "orders";

    private readonly Dictionary<string, WebApplication> _apps = [];
    private readonly Dictionary<string, HttpClient> _clients = [];

    public OperatedCluster(string policy)
    {
        Members = new TestCluster(
            3,
            failover => failover.AddElection(Election, election => election.Promotion.Policy = policy),
            options => options.AdvertisedAddress = _apps[options.Member!].Urls.Single());
    }

    public TestCluster Members { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Starts the web servers, whose addresses the members then advertise, and the members.</summary>
    public async Task StartAsync()
    {
        foreach (var name in Members.Names)
        {
            var app = _apps[name] = Create(name);
            await app.StartAsync(Cancelled);
            _clients[name] = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            _clients[name].DefaultRequestHeaders.Add(TestScheme.Header, OperatorHost.Operator);
        }

        await Members.StartAsync();
    }

    /// <summary>The client of a member's interface. It follows redirects.</summary>
    public HttpClient this[string member] => _clients[member];

    /// <summary>Gets JSON from a member.</summary>
    public async Task<JsonElement> GetAsync(string member, string path) =>
        await _clients[member].GetFromJsonAsync<JsonElement>($"/failover/{path}", Cancelled);

    /// <summary>Posts a command, as alice unless claims say otherwise, through a member.</summary>
    public async Task<(int Status, JsonElement Body)> PostAsync(string member, string path, object body, string? key = null, string? claims = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/failover/{path}") { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (claims is not null)
        {
            request.Headers.Add(TestScheme.Header, claims);
        }

        using var response = await _clients[member].SendAsync(request, Cancelled);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled));
    }

    /// <summary>Waits until what a member answers is as it should be, and returns it.</summary>
    public async Task<JsonElement> WaitForAsync(string member, string path, Func<JsonElement, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(Members.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var answer = await GetAsync(member, path);
            if (condition(answer))
            {
                return answer;
            }

            Assert.True(!limit.IsCancellationRequested, $"{path} of {member} is still {answer}");
            await timer.WaitForNextTickAsync(Cancelled);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        foreach (var (name, app) in _apps)
        {
            _clients[name].Dispose();
            await app.StopAsync(atOnce.Token);
        }

        await Members.DisposeAsync();
        foreach (var app in _apps.Values)
        {
            await app.DisposeAsync();
        }
    }

    private WebApplication Create(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddTransient(_ => Members[name].Host.Services.GetRequiredService<IFailoverOperations>());
        builder.Services.AddTransient(_ => Members[name].Host.Services.GetRequiredService<ILeaderElectionFactory>());
        builder.Services.AddAuthentication(TestScheme.Name).AddScheme<AuthenticationSchemeOptions, TestScheme>(TestScheme.Name, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(FailoverPolicies.Operate, policy => policy.RequireRole("operators"));
        var app = builder.Build();
        app.MapFailover();
        app.MapGet("/who", () => name).RedirectToLeader(Election);
        return app;
    }
}
