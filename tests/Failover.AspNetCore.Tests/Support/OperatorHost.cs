using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failover.AspNetCore.Tests.Support;

/// <summary>An application with the operator interface, on Kestrel and a port of its own, before a cluster that the test plays.</summary>
internal sealed class OperatorHost : IAsyncDisposable
{
    /// <summary>Headers by which a test says from where a request comes, and to which address.</summary>
    public const string RemoteHeader = "X-Test-Remote";
    public const string LocalHeader = "X-Test-Local";

    public const string Operator = "name=alice;role=operators";
    public const string Viewer = "name=victor;role=viewers";

    private readonly WebApplication _app;

    private OperatorHost(WebApplication app, FakeOperations operations, FakeElections elections)
    {
        _app = app;
        Operations = operations;
        Elections = elections;
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        })
        {
            BaseAddress = new Uri(app.Urls.Single()),
        };
    }

    public FakeOperations Operations { get; }

    public FakeElections Elections { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Starts an application with the test's authentication, in which operators operate and viewers view.</summary>
    public static Task<OperatorHost> StartAsync(
        Action<FailoverHttpOptions>? options = null, Action<WebApplication>? routes = null, Action<IServiceCollection>? services = null) =>
        StartBareAsync(
            collection =>
            {
                collection.AddAuthentication(TestScheme.Name).AddScheme<AuthenticationSchemeOptions, TestScheme>(TestScheme.Name, null);
                collection.AddAuthorizationBuilder()
                    .AddPolicy(FailoverPolicies.Operate, policy => policy.RequireRole("operators"))
                    .AddPolicy(FailoverPolicies.View, policy => policy.RequireRole("operators", "viewers"));
                collection.Configure(options ?? (_ => { }));
                services?.Invoke(collection);
            },
            routes);

    /// <summary>Starts an application without any authentication but the test's.</summary>
    public static async Task<OperatorHost> StartBareAsync(Action<IServiceCollection>? services = null, Action<WebApplication>? routes = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var (operations, elections) = (new FakeOperations(), new FakeElections());
        builder.Services.AddSingleton<IFailoverOperations>(operations);
        builder.Services.AddSingleton<ILeaderElectionFactory>(elections);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers[RemoteHeader] is [{ } remote])
            {
                context.Connection.RemoteIpAddress = remote.Length == 0 ? null : IPAddress.Parse(remote);
            }

            if (context.Request.Headers[LocalHeader] is [{ } local])
            {
                context.Connection.LocalIpAddress = IPAddress.Parse(local);
            }

            return next(context);
        });
        app.MapFailover();
        routes?.Invoke(app);
        await app.StartAsync(Cancelled);
        return new OperatorHost(app, operations, elections);
    }

    /// <summary>Asks for something, as an operator unless a header says otherwise.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string? Value)[] headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    /// <summary>Posts JSON, as an operator unless a header says otherwise.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string? Value)[] headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") }, headers);

    /// <summary>Sends a request; a header with the value null is left out.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, params (string Name, string? Value)[] headers)
    {
        foreach (var (name, value) in headers.Prepend((TestScheme.Header, Operator)))
        {
            request.Headers.Remove(name);
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    /// <summary>The JSON of a response, which must have that status.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(Cancelled);
            Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} instead of {(int)status}: {text}");
            return JsonElement.Parse(text);
        }
    }

    /// <summary>The problem in a response, which must have that status.</summary>
    public static async Task<JsonElement> ReadProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        var problem = await ReadAsync(response, status);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        return problem;
    }

    public async Task StopAsync() => await _app.StopAsync(Cancelled);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
