using System.Net;
using Failover.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Failover.AspNetCore.Tests;

/// <summary>How the interface is put into an application.</summary>
public sealed class MappingTests
{
    [Fact]
    public void Without_a_member_it_says_what_is_missing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapFailover());

        Assert.Contains("AddFailover", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_options_are_reported_at_once()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<IFailoverOperations>(new FakeOperations());
        builder.Services.AddFailover().ConfigureHttp(options =>
        {
            options.MaxEventStreams = 0;
            options.HeartbeatInterval = TimeSpan.Zero;
            options.EventStreamDuration = TimeSpan.FromDays(2);
            options.OperatePolicy = " ";
        });

        var error = Assert.Throws<OptionsValidationException>(() => builder.Build().MapFailover());

        Assert.Equal(4, error.Failures.Count());
    }

    [Fact]
    public async Task The_prefix_may_be_another_and_what_is_beside_it_is_the_applications()
    {
        await using var host = await OperatorHost.StartAsync(routes: app =>
        {
            app.MapGroup("/admin").MapFailover("/cluster");
            app.MapGet("/failover/own", () => "own");
            app.MapFallback(() => "page");
        });

        await OperatorHost.ReadAsync(await host.GetAsync("/admin/cluster/status"));
        var document = await OperatorHost.ReadAsync(await host.GetAsync("/admin/cluster/openapi.json"));
        Assert.True(document.GetProperty("paths").TryGetProperty("/admin/cluster/status", out _));
        Assert.Equal("own", await TextAsync(host, "/failover/own"));
        Assert.Equal("page", await TextAsync(host, "/elsewhere"));

        // What is misspelt below the prefix is not answered with the application's page.
        await OperatorHost.ReadProblemAsync(await host.GetAsync("/failover/statuss"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Conventions_of_the_application_count_for_all_routes()
    {
        await using var host = await OperatorHost.StartAsync(routes: app => app.MapFailover("/guarded").RequireAuthorization(FailoverPolicies.Operate));

        using var seen = await host.GetAsync("/guarded/status", (TestScheme.Header, OperatorHost.Viewer));
        using var leader = await host.GetAsync("/guarded/elections/elsewhere/leader", (TestScheme.Header, null));
        using var allowed = await host.GetAsync("/guarded/elections/elsewhere/leader");

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (seen.StatusCode, leader.StatusCode, allowed.StatusCode));
    }

    private static async Task<string> TextAsync(OperatorHost host, string path)
    {
        using var response = await host.GetAsync(path);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
