using System.Net;
using Failover.AspNetCore.Dashboard;
using Failover.AspNetCore.Routing;
using Failover.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Failover.AspNetCore.Tests;

/// <summary>Embedded files below the prefix: here those of this assembly, in the place of the dashboard's.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private OperatorHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await OperatorHost.StartAsync(routes: app => RouteMapper.Map(
        app.MapGroup("/pages"), new OperatorInterface(app.Services), [.. DashboardRoutes.All(DashboardFiles.Of(typeof(DashboardTests).Assembly))]));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/pages/", "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("/pages/index.html", "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("/pages/parts/page.css", "text/css; charset=utf-8", "body")]
    public async Task Files_come_with_their_type_and_a_strict_policy(string path, string type, string start)
    {
        var response = await _host.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith(start, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task The_prefix_is_a_folder()
    {
        using var response = await _host.GetAsync("/pages");

        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal("/pages/", Assert.Single(response.Headers.GetValues("Location")));
    }

    [Fact]
    public async Task A_file_that_is_known_is_not_sent_again()
    {
        var first = await _host.GetAsync("/pages/parts/page.css");

        var again = await _host.GetAsync("/pages/parts/page.css", ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Pages_are_for_those_who_may_read()
    {
        using var unknown = await _host.GetAsync("/pages/", (TestScheme.Header, null));
        using var other = await _host.GetAsync("/pages/", (TestScheme.Header, "name=eve"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (unknown.StatusCode, other.StatusCode));
    }

    [Theory]
    [InlineData("/pages/parts/%2e%2e/index.html.bak")]
    [InlineData("/pages/parts")]
    public async Task There_are_no_other_files(string path) =>
        await OperatorHost.ReadProblemAsync(await _host.GetAsync(path), HttpStatusCode.NotFound);
}
