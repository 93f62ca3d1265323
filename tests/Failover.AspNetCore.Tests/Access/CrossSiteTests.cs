using System.Net;
using Failover.AspNetCore.Tests.Support;

namespace Failover.AspNetCore.Tests.Access;

/// <summary>What a page of another site makes an operator's browser send, with whatever the browser adds by itself.</summary>
public sealed class CrossSiteTests : IAsyncLifetime
{
    private const string Act = "/failover/elections/orders/resume";

    private OperatorHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await OperatorHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "")]
    [InlineData("Origin", "https://attacker.example")]
    [InlineData("Origin", "http://ops.example.attacker.example:8080")]
    [InlineData("Origin", "http://ops.example")]
    [InlineData("Origin", "http://ops.example:8081")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "file://ops.example:8080")]
    [InlineData("Origin", "")]
    public async Task A_command_of_another_site_is_refused(string header, string value)
    {
        var problem = await OperatorHost.ReadProblemAsync(
            await _host.PostAsync(Act, "{}", ("Host", "ops.example:8080"), (header, value)), HttpStatusCode.Forbidden);

        Assert.Equal(header, problem.GetProperty("field").GetString());
        Assert.Empty(_host.Operations.Asked);
    }

    [Theory]
    [InlineData("ops.example:8080", "http://ops.example:8080", "same-origin")]
    [InlineData("ops.example", "https://ops.example", "same-origin")]
    [InlineData("OPS.example", "https://ops.example:443", "none")]
    [InlineData("ops.example:80", "http://ops.example", "same-origin")]
    [InlineData("[::1]:8080", "http://[::1]:8080", "same-origin")]
    public async Task A_command_of_the_own_site_is_taken(string host, string origin, string site)
    {
        await OperatorHost.ReadAsync(await _host.PostAsync(Act, "{}", ("Host", host), ("Origin", origin), ("Sec-Fetch-Site", site)));
    }

    [Fact]
    public async Task A_form_can_send_no_command()
    {
        // All that a form can send without being asked: three content types.
        foreach (var content in new HttpContent[] { new FormUrlEncodedContent([]), new MultipartFormDataContent(), new StringContent("{}") })
        {
            await OperatorHost.ReadProblemAsync(
                await _host.SendAsync(new HttpRequestMessage(HttpMethod.Post, Act) { Content = content }), HttpStatusCode.UnsupportedMediaType);
        }

        Assert.Empty(_host.Operations.Commands);
    }

    [Fact]
    public async Task A_preflight_is_not_answered_with_leave()
    {
        var response = await _host.SendAsync(
            new HttpRequestMessage(HttpMethod.Options, Act), ("Origin", "https://attacker.example"), ("Access-Control-Request-Method", "POST"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }
}
