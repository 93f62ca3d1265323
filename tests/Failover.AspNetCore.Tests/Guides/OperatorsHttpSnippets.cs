using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failover.AspNetCore.Tests.Guides;

/// <summary>The examples of <c>docs/guides/operators-http.md</c>, between the marks. A test compares them with the page.</summary>
internal static class OperatorsHttpSnippets
{
    public static void Begin(WebApplicationBuilder builder)
    {
        // begin-snippet: begin
        builder.Services.AddFailover(builder.Configuration.GetSection("Failover")).AddElection("orders");
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(FailoverPolicies.View, policy => policy.RequireRole("operators", "support"))
            .AddPolicy(FailoverPolicies.Operate, policy => policy.RequireRole("operators"));

        var app = builder.Build();
        app.MapFailover("/failover");
        // end-snippet
    }

    public static void Development(WebApplicationBuilder builder)
    {
        // begin-snippet: development
        builder.Services.AddFailover(builder.Configuration.GetSection("Failover"))
            .AddElection("orders")
            .ConfigureHttp(http => http.AllowAnonymousOnLoopback = builder.Environment.IsDevelopment());
        // end-snippet
    }

    public static void Cookies(WebApplicationBuilder builder)
    {
        // begin-snippet: cookies
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.LoginPath = "/sign-in";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(1);
        });
        // end-snippet
    }

    public static void Bearer(WebApplicationBuilder builder)
    {
        // begin-snippet: bearer
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.Authority = "https://identity.example";
            bearer.Audience = "orders";
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters.NameClaimType = "preferred_username";
            bearer.TokenValidationParameters.RoleClaimType = "roles";
        });
        // end-snippet
    }

    public static void Certificates(WebApplicationBuilder builder)
    {
        // begin-snippet: certificates
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(
            https => https.ClientCertificateMode = ClientCertificateMode.RequireCertificate));
        builder.Services.AddAuthentication(CertificateAuthenticationDefaults.AuthenticationScheme).AddCertificate();
        builder.Services.AddAuthorizationBuilder().AddPolicy(FailoverPolicies.Operate, policy => policy
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.User.HasClaim(ClaimTypes.X500DistinguishedName, "CN=ops-desk, O=Example")));
        // end-snippet
    }

    public static void Actor(WebApplicationBuilder builder)
    {
        // begin-snippet: actor
        builder.Services.AddFailover().ConfigureHttp(http => http.ActorClaim = "sub");
        // end-snippet
    }

    public static void Port(WebApplication app)
    {
        // begin-snippet: port
        app.MapFailover("/failover").RequireHost("*:9443");
        // end-snippet
    }

    public static void Proxy(WebApplicationBuilder builder, WebApplication app)
    {
        // begin-snippet: proxy
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Add(System.Net.IPAddress.Parse("10.0.0.7"));
            forwarded.AllowedHosts.Add("ops.example");
        });
        app.UseForwardedHeaders();
        // end-snippet
    }

    public static void Redirect(WebApplication app)
    {
        // begin-snippet: redirect
        app.MapPost("/orders", (Order order, OrderDesk desk) => desk.Accept(order)).RedirectToLeader("orders");
        // end-snippet
    }

    public static void Health(WebApplicationBuilder builder, WebApplication app)
    {
        // begin-snippet: health
        builder.Services.AddHealthChecks().AddFailover("orders");
        app.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains("live") });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        app.MapHealthChecks("/health/leader", new() { Predicate = check => check.Tags.Contains("leader") });
        // end-snippet
    }

    internal sealed record Order(int Number);

    internal sealed class OrderDesk
    {
        public string Accept(Order order) => $"order {order.Number}";
    }
}
