using System.Net;
using Failover.AspNetCore.Tests.Support;

namespace Failover.AspNetCore.Tests.Reading;

public sealed class LeaderRouteTests : IAsyncLifetime
{
    private OperatorHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await OperatorHost.StartBareAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Is_leader_is_200_where_the_lease_runs_and_503_elsewhere(string method)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(method, "is-leader"));

        _host.Elections.Orders.IsLeader = true;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(method, "is-leader"));

        // Named in the log, without a lease: not leading.
        _host.Elections.Orders.IsLeader = false;
        _host.Elections.Orders.See(8, "n1", "http://n1", isSelf: true);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(method, "is-leader"));
    }

    [Fact]
    public async Task The_leader_is_named_with_its_address()
    {
        var vacant = await _host.GetAsync("/failover/elections/orders/leader");
        Assert.NotNull(vacant.Headers.RetryAfter);
        await OperatorHost.ReadProblemAsync(vacant, HttpStatusCode.ServiceUnavailable);

        _host.Elections.Orders.See(8, "n2", "http://n2:80");
        var leader = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/elections/orders/leader"));

        Assert.Equal("n2", leader.GetProperty("member").GetString());
        Assert.Equal("http://n2:80", leader.GetProperty("address").GetString());
    }

    [Fact]
    public async Task An_election_of_other_members_is_known_here_too()
    {
        var leader = await OperatorHost.ReadAsync(await _host.GetAsync("/failover/elections/elsewhere/leader"));
        Assert.Equal("n2", leader.GetProperty("member").GetString());

        await OperatorHost.ReadProblemAsync(await _host.GetAsync("/failover/elections/elsewhere/is-leader"), HttpStatusCode.ServiceUnavailable);
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string route)
    {
        using var response = await _host.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/failover/elections/orders/{route}"));
        return response.StatusCode;
    }
}
