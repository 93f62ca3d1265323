using System.Net;
using Failover.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.AspNetCore.Tests.Access;

/// <summary>Nobody is asked for a name: only on this machine, and only where that was asked for by name.</summary>
public sealed class DevelopmentModeTests
{
    private const string View = "/failover/status";
    private const string Act = "/failover/elections/orders/resume";

    private static readonly Action<IServiceCollection> Development =
        services => services.Configure<FailoverHttpOptions>(options => options.AllowAnonymousOnLoopback = true);

    [Fact]
    public async Task On_loopback_everybody_may_see_and_act_as_anonymous()
    {
        await using var host = await OperatorHost.StartBareAsync(Development);

        await OperatorHost.ReadAsync(await host.GetAsync(View));
        await OperatorHost.ReadAsync(await host.PostAsync(Act, "{}"));

        var by = Assert.Single(host.Operations.Asked).By;
        Assert.Equal(("anonymous", "development", "127.0.0.1"), (by.Actor, by.Method, by.Address));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("[::1]")]
    [InlineData("[::1]:5000")]
    public async Task Loopback_has_these_names(string name)
    {
        await using var host = await OperatorHost.StartBareAsync(Development);

        await OperatorHost.ReadAsync(await host.PostAsync(Act, "{}", ("Host", name)));
    }

    [Theory]
    [InlineData("Host", "attacker.example")]
    [InlineData("Host", "attacker.example:80")]
    [InlineData("Host", "localhost.attacker.example")]
    [InlineData("Host", "127.0.0.1.attacker.example")]
    [InlineData("Host", "127.0.0.2")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Real-IP", "10.0.0.1")]
    [InlineData("Forwarded", "for=10.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData(OperatorHost.RemoteHeader, "10.0.0.1")]
    [InlineData(OperatorHost.RemoteHeader, "::ffff:10.0.0.1")]
    [InlineData(OperatorHost.RemoteHeader, "")]
    [InlineData(OperatorHost.LocalHeader, "10.0.0.1")]
    public async Task From_elsewhere_by_another_name_or_through_a_proxy_nobody_may(string header, string value)
    {
        await using var host = await OperatorHost.StartBareAsync(Development);

        foreach (var response in new[] { await host.GetAsync(View, (header, value)), await host.PostAsync(Act, "{}", (header, value)) })
        {
            var problem = await OperatorHost.ReadProblemAsync(response, HttpStatusCode.Forbidden);
            Assert.Contains("Development mode does not admit the request: it", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Empty(host.Operations.Asked);
    }

    [Fact]
    public async Task Forwarded_headers_that_were_applied_are_still_seen()
    {
        await using var host = await OperatorHost.StartBareAsync(
            Development,
            app => app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All }));

        await OperatorHost.ReadProblemAsync(await host.PostAsync(Act, "{}", ("X-Forwarded-For", "127.0.0.1")), HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    [InlineData("127.0.0.9")]
    public async Task All_loopback_addresses_count(string address)
    {
        await using var host = await OperatorHost.StartBareAsync(Development);

        await OperatorHost.ReadAsync(await host.PostAsync(Act, "{}", (OperatorHost.RemoteHeader, address), (OperatorHost.LocalHeader, address)));
    }

    [Fact]
    public async Task With_authentication_a_name_counts_and_without_one_this_machine_still_does()
    {
        await using var host = await OperatorHost.StartAsync(options => options.AllowAnonymousOnLoopback = true);

        await OperatorHost.ReadAsync(await host.PostAsync(Act, "{}"));
        await OperatorHost.ReadAsync(await host.PostAsync(Act, "{}", (TestScheme.Header, null)));
        await OperatorHost.ReadProblemAsync(await host.PostAsync(Act, "{}", (TestScheme.Header, OperatorHost.Viewer)), HttpStatusCode.Forbidden);
        await OperatorHost.ReadProblemAsync(
            await host.PostAsync(Act, "{}", (TestScheme.Header, null), ("Host", "attacker.example")), HttpStatusCode.Unauthorized);

        Assert.Equal(["alice", "anonymous"], host.Operations.Asked.Select(command => command.By.Actor));
    }

    [Fact]
    public async Task Another_site_can_not_use_it()
    {
        await using var host = await OperatorHost.StartBareAsync(Development);

        await OperatorHost.ReadProblemAsync(await host.PostAsync(Act, "{}", ("Origin", "https://attacker.example")), HttpStatusCode.Forbidden);

        Assert.Empty(host.Operations.Asked);
    }
}
