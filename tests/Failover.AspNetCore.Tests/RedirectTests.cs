using System.Net;
using System.Text;
using Failover.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Tests;

public sealed class RedirectTests : IAsyncLifetime
{
    private OperatorHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await OperatorHost.StartBareAsync(routes: app =>
    {
        app.MapGet("/echo/{**rest}", (HttpRequest request) => request.Path + request.QueryString.ToString()).RedirectToLeader("orders");
        app.MapPost("/orders", (Order order) => $"order {order.Number}").RedirectToLeader("orders");
        var group = app.MapGroup("/group").RedirectToLeader("orders");
        group.MapGet("/inside", () => "inside");
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_leader_answers()
    {
        _host.Elections.Orders.IsLeader = true;

        Assert.Equal("/echo/a?b=c", await TextAsync("/echo/a?b=c"));
        Assert.Equal("inside", await TextAsync("/group/inside"));
    }

    [Theory]
    [InlineData("http://n2:8080", "http://n2:8080/echo/a%20b/%2Fc?d=%20e&failover-term=7")]
    [InlineData("http://n2:8080/", "http://n2:8080/echo/a%20b/%2Fc?d=%20e&failover-term=7")]
    [InlineData("https://n2/base/", "https://n2/base/echo/a%20b/%2Fc?d=%20e&failover-term=7")]
    public async Task Others_send_to_the_leader_with_path_and_query(string address, string location)
    {
        _host.Elections.Orders.See(7, "n2", address);

        var response = await _host.GetAsync("/echo/a%20b/%2Fc?d=%20e");

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal(location, Assert.Single(response.Headers.GetValues("Location")));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Groups_and_posts_are_sent_before_the_body_is_read()
    {
        _host.Elections.Orders.See(7, "n2", "http://n2");

        Assert.Equal("http://n2/group/inside?failover-term=7", await LocationAsync(await _host.GetAsync("/group/inside")));
        Assert.Equal("http://n2/orders?failover-term=7", await LocationAsync(await _host.PostAsync("/orders", "no JSON at all")));
    }

    [Fact]
    public async Task A_path_can_not_lead_to_another_host()
    {
        _host.Elections.Orders.See(7, "n2", "http://n2");

        Assert.Equal("n2", new Uri(await LocationAsync(await _host.GetAsync("/echo//attacker.example/%5C%5Cattacker.example"))).Host);
    }

    [Fact]
    public async Task While_nobody_leads_it_says_when_to_ask_again()
    {
        var response = await _host.GetAsync("/echo/a");

        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        await OperatorHost.ReadProblemAsync(response, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_member_that_is_named_but_may_not_act_does_not_send_to_itself()
    {
        _host.Elections.Orders.See(7, "n1", "http://n1", isSelf: true);

        await OperatorHost.ReadProblemAsync(await _host.GetAsync("/echo/a"), HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("n2:8080")]
    [InlineData("tcp://n2:8080")]
    [InlineData("javascript:alert(1)")]
    public async Task A_leader_without_an_http_address_is_reported(string? address)
    {
        _host.Elections.Orders.See(7, "n2", address);

        var problem = await OperatorHost.ReadProblemAsync(await _host.GetAsync("/echo/a"), HttpStatusCode.ServiceUnavailable);

        Assert.Contains("AdvertisedAddress", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_redirect_leads_to_a_later_term_so_no_loop_is_possible()
    {
        _host.Elections.Orders.See(7, "n2", "http://n2");

        Assert.Equal("http://n2/echo/a?b=c&failover-term=7", await LocationAsync(await _host.GetAsync("/echo/a?b=c&failover-term=6")));
        await OperatorHost.ReadProblemAsync(await _host.GetAsync("/echo/a?b=c&failover-term=7"), HttpStatusCode.ServiceUnavailable);
        await OperatorHost.ReadProblemAsync(await _host.GetAsync("/echo/a?failover-term=8"), HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("?failover-term=7", "/echo/a")]
    [InlineData("?b=%20c&failover-term=7", "/echo/a?b=%20c")]
    [InlineData("?failover-term=7&b=c", "/echo/a?b=c")]
    [InlineData("?failover-term=x", "/echo/a?failover-term=x")]
    public async Task The_application_does_not_see_the_term(string query, string seen)
    {
        _host.Elections.Orders.IsLeader = true;

        Assert.Equal(seen, await TextAsync("/echo/a" + query));
    }

    private static Task<string> LocationAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        return Task.FromResult(Assert.Single(response.Headers.GetValues("Location")));
    }

    private async Task<string> TextAsync(string path)
    {
        using var response = await _host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private sealed record Order(int Number);
}
