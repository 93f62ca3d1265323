using System.Net;
using System.Security.Claims;
using Failover.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.AspNetCore.Tests.Access;

/// <summary>With the framework's own cookies, which a browser sends by itself.</summary>
public sealed class CookieTests : IAsyncLifetime
{
    private const string Act = "/failover/elections/orders/resume";

    private OperatorHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await OperatorHost.StartBareAsync(
        services =>
        {
            services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/sign-in");
            services.AddAuthorizationBuilder().AddPolicy(FailoverPolicies.Operate, policy => policy.RequireRole("operators"));
        },
        app => app.MapGet("/sign-in/{name}/{role}", (string name, string role, HttpContext context) => context.SignInAsync(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role)], CookieAuthenticationDefaults.AuthenticationScheme)))));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Who_signed_in_may_act_and_is_written_down()
    {
        await OperatorHost.ReadAsync(await _host.PostAsync(Act, "{}", ("Cookie", await SignInAsync("alice", "operators"))));

        Assert.Equal(("alice", "Cookies"), (Assert.Single(_host.Operations.Asked).By.Actor, _host.Operations.Asked.Single().By.Method));
    }

    [Fact]
    public async Task Others_get_401_and_403_and_no_page()
    {
        await OperatorHost.ReadProblemAsync(await _host.PostAsync(Act, "{}"), HttpStatusCode.Unauthorized);
        await OperatorHost.ReadProblemAsync(await _host.GetAsync("/failover/status"), HttpStatusCode.Unauthorized);
        await OperatorHost.ReadProblemAsync(
            await _host.PostAsync(Act, "{}", ("Cookie", await SignInAsync("eve", "customers"))), HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("Origin", "https://attacker.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Another_site_can_not_use_the_cookie(string header, string value)
    {
        var cookie = await SignInAsync("alice", "operators");

        await OperatorHost.ReadProblemAsync(await _host.PostAsync(Act, "{}", ("Cookie", cookie), (header, value)), HttpStatusCode.Forbidden);
        await OperatorHost.ReadProblemAsync(
            await _host.SendAsync(new HttpRequestMessage(HttpMethod.Post, Act) { Content = new StringContent("{}") }, ("Cookie", cookie)),
            HttpStatusCode.UnsupportedMediaType);

        Assert.Empty(_host.Operations.Commands);
    }

    private async Task<string> SignInAsync(string name, string role)
    {
        using var response = await _host.GetAsync($"/sign-in/{name}/{role}");
        return Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }
}
