using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Failover.Cli.Tests.Support;

/// <summary>A web server that answers as a member would, and remembers what it was asked.</summary>
internal sealed class FakeMember : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<RequestDelegate>> _once = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> _always = new();
    private readonly string _prefix;

    private FakeMember(WebApplication app, string prefix)
    {
        _app = app;
        _prefix = prefix;
    }

    /// <summary>Its address, without a path.</summary>
    public string Url => _app.Urls.Single();

    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public IReadOnlyList<ReceivedRequest> Acts => [.. _received.Where(request => request.Method == "POST")];

    public FakeEvents Events { get; } = new();

    public static async Task<FakeMember> StartAsync(
        FakeCluster? cluster = null, string prefix = "/failover", X509Certificate2? certificate = null, ClientCertificateMode clientCertificates = ClientCertificateMode.NoCertificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => Secure(listen, certificate, clientCertificates)));
        var app = builder.Build();
        var member = new FakeMember(app, prefix);
        app.Run(member.HandleAsync);
        member.Serve(cluster ?? new FakeCluster());
        await app.StartAsync();
        return member;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Events.Dispose();
    }

    /// <summary>Dies: its connections are cut, and nothing listens any more.</summary>
    public async Task KillAsync()
    {
        await Events.CutAllAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
    }

    /// <summary>Answers the next such request so.</summary>
    public FakeMember Once(string route, RequestDelegate reply)
    {
        _once.GetOrAdd(route, _ => new()).Enqueue(reply);
        return this;
    }

    /// <summary>Answers such requests so.</summary>
    public FakeMember Always(string route, RequestDelegate reply)
    {
        _always[route] = reply;
        return this;
    }

    private static void Secure(ListenOptions listen, X509Certificate2? certificate, ClientCertificateMode clientCertificates)
    {
        if (certificate is not null)
        {
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = clientCertificates;
                https.AllowAnyClientCertificate();
            });
        }
    }

    private void Serve(FakeCluster cluster)
    {
        Get("status", () => cluster.Status, FailoverJson.Default.ClusterStatus);
        Get("elections", () => cluster.Status.Elections, FailoverJson.Default.IReadOnlyListElectionStatus);
        Get("elections/dispatcher", () => cluster.Election, FailoverJson.Default.ElectionStatus);
        Get("elections/dispatcher/explain", () => cluster.Explanation, FailoverJson.Default.Explanation);
        Get("members", () => cluster.Status.Members, FailoverJson.Default.IReadOnlyListMemberStatus);
        Get("requests", () => cluster.Requests, FailoverJson.Default.IReadOnlyListPromotionRequest);
        Always("GET audit", context => Reply.Json(cluster.Page(context.Request.Query), FailoverJson.Default.IReadOnlyListAuditRecord)(context));
        Always("GET events", Events.ServeAsync);
    }

    private void Get<T>(string route, Func<T> value, JsonTypeInfo<T> type) => Always($"GET {route}", context => Reply.Json(value(), type)(context));

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var path = context.Request.Path.Value!;
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (await context.Connection.GetClientCertificateAsync() is { } certificate)
        {
            headers["client-certificate"] = certificate.Subject;
        }

        _received.Enqueue(new ReceivedRequest(context.Request.Method, path, context.Request.QueryString.Value ?? "", body, headers));
        await Find(context.Request.Method, path)(context);
    }

    private RequestDelegate Find(string method, string path)
    {
        if (!path.StartsWith(_prefix + "/", StringComparison.Ordinal))
        {
            return Reply.Text("<html>not here</html>", "text/html", 404);
        }

        var route = $"{method} {path[(_prefix.Length + 1)..]}";
        if (_once.TryGetValue(route, out var queue) && queue.TryDequeue(out var once))
        {
            return once;
        }

        return _always.TryGetValue(route, out var always) ? always : method == "POST" ? Reply.Done() : Reply.Problem(404, OperatorOutcome.NotFound, "there is no such thing");
    }
}
