using System.Net;
using Failover.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.AspNetCore.Tests.Access;

/// <summary>Who may see and do what.</summary>
public sealed class AccessTests
{
    private const string View = "/failover/status";
    private const string Act = "/failover/elections/orders/resume";

    public static TheoryData<string> Views => ["status", "elections", "elections/orders", "elections/orders/explain", "members", "requests", "audit", "events"];

    public static TheoryData<string> Acts =>
    [
        "elections/orders/approve", "elections/orders/reject", "elections/orders/promote", "elections/orders/hand-over", "elections/orders/resign",
        "elections/orders/pause", "elections/orders/resume", "elections/orders/policy", "elections/orders/drill", "members/n1/drain", "members/n1/undrain",
    ];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task To_see_needs_the_policy_for_reading(string path)
    {
        await using var host = await OperatorHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host.GetAsync("/failover/" + path, (TestScheme.Header, null))));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host.GetAsync("/failover/" + path, (TestScheme.Header, "name=eve"))));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host.GetAsync("/failover/" + path, (TestScheme.Header, OperatorHost.Viewer))));
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task To_act_needs_the_policy_for_acting(string path)
    {
        await using var host = await OperatorHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host.PostAsync("/failover/" + path, "{", (TestScheme.Header, null))));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host.PostAsync("/failover/" + path, "{", (TestScheme.Header, "name=eve"))));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host.PostAsync("/failover/" + path, "{", (TestScheme.Header, OperatorHost.Viewer))));

        // Who is not admitted leaves nothing in the audit trail, and learns nothing of what is wrong with the body.
        Assert.Empty(host.Operations.Asked);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(host.PostAsync("/failover/" + path, "{")));
    }

    [Theory]
    [InlineData("/failover/elections/elsewhere/leader", 200)]
    [InlineData("/failover/elections/orders/is-leader", 503)]
    [InlineData("/failover/openapi.json", 200)]
    public async Task What_load_balancers_and_tools_ask_is_open(string path, int status)
    {
        await using var host = await OperatorHost.StartAsync();

        Assert.Equal((HttpStatusCode)status, await StatusAsync(host.GetAsync(path, (TestScheme.Header, null))));
    }

    [Fact]
    public async Task Refusals_are_problems_that_name_the_policy()
    {
        await using var host = await OperatorHost.StartAsync();

        await OperatorHost.ReadProblemAsync(await host.PostAsync(Act, "{}", (TestScheme.Header, null)), HttpStatusCode.Unauthorized);
        var problem = await OperatorHost.ReadProblemAsync(
            await host.PostAsync(Act, "{}", (TestScheme.Header, OperatorHost.Viewer)), HttpStatusCode.Forbidden);

        Assert.Contains(FailoverPolicies.Operate, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_authentication_all_is_refused_with_what_to_configure()
    {
        await using var host = await OperatorHost.StartBareAsync();

        foreach (var response in new[] { await host.GetAsync(View), await host.PostAsync(Act, "{}") })
        {
            var detail = (await OperatorHost.ReadProblemAsync(response, HttpStatusCode.Forbidden)).GetProperty("detail").GetString();
            Assert.Contains("authentication", detail, StringComparison.Ordinal);
            Assert.Contains("authorization policy 'Failover.", detail, StringComparison.Ordinal);
            Assert.Contains(nameof(FailoverHttpOptions.AllowAnonymousOnLoopback), detail, StringComparison.Ordinal);
        }

        Assert.Empty(host.Operations.Asked);
    }

    [Fact]
    public async Task Authentication_alone_admits_nobody()
    {
        await using var host = await OperatorHost.StartBareAsync(services =>
        {
            services.AddAuthentication(TestScheme.Name).AddScheme<AuthenticationSchemeOptions, TestScheme>(TestScheme.Name, null);
            services.AddAuthorization();
        });

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host.GetAsync(View)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host.PostAsync(Act, "{}")));
    }

    [Fact]
    public async Task Where_there_is_no_policy_for_reading_who_may_act_may_read()
    {
        await using var host = await OperatorHost.StartBareAsync(services =>
        {
            services.AddAuthentication(TestScheme.Name).AddScheme<AuthenticationSchemeOptions, TestScheme>(TestScheme.Name, null);
            services.AddAuthorizationBuilder().AddPolicy(FailoverPolicies.Operate, policy => policy.RequireRole("operators"));
        });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host.GetAsync(View)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host.GetAsync(View, (TestScheme.Header, OperatorHost.Viewer))));
    }

    [Fact]
    public async Task A_policy_without_authentication_is_refused_with_what_to_configure()
    {
        await using var host = await OperatorHost.StartBareAsync(services =>
            services.AddAuthorizationBuilder().AddPolicy(FailoverPolicies.Operate, policy => policy.RequireAuthenticatedUser()));

        var problem = await OperatorHost.ReadProblemAsync(await host.PostAsync(Act, "{}"), HttpStatusCode.Forbidden);

        Assert.Contains("AddAuthentication", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_admits_anybody_lets_nobody_act_without_a_name()
    {
        await using var host = await OperatorHost.StartBareAsync(services =>
            services.AddAuthorizationBuilder().AddPolicy(FailoverPolicies.Operate, policy => policy.RequireAssertion(_ => true)));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host.GetAsync(View)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host.PostAsync(Act, "{}")));
        Assert.Empty(host.Operations.Asked);
    }

    [Fact]
    public async Task The_policies_may_have_other_names_and_their_own_scheme()
    {
        await using var host = await OperatorHost.StartBareAsync(services =>
        {
            services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, TestScheme>(TestScheme.Name, null);
            services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, TestScheme>("Other", null);
            services.AddAuthorizationBuilder()
                .AddPolicy("Ops", policy => policy.AddAuthenticationSchemes(TestScheme.Name).RequireRole("operators"))
                .SetFallbackPolicy(new AuthorizationPolicyBuilder("Other").RequireRole("customers").Build());
            services.Configure<FailoverHttpOptions>(options => options.OperatePolicy = "Ops");
        });

        // The fallback policy, which asks for something else, is not asked here.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host.PostAsync(Act, "{}")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host.PostAsync(Act, "{}", (TestScheme.Header, null))));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host.GetAsync("/failover/elections/elsewhere/leader", (TestScheme.Header, null))));
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        return response.StatusCode;
    }
}
