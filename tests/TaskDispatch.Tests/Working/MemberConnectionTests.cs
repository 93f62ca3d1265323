using Failover.Tests.Shared;
using TaskDispatch.Working;

namespace TaskDispatch.Tests.Working;

public sealed class MemberConnectionTests
{
    [Fact]
    public async Task A_member_that_dies_while_it_is_connected_to_is_an_HTTP_error()
    {
        await using var port = new ResettingPort();
        using var http = new HttpClient(MemberConnection.CreateHandler());

        // Whether the reset comes in the one bad moment is chance: without the handler it does at every fourth request.
        for (var request = 0; request < 200; request++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(port.Address, TestContext.Current.CancellationToken));
        }
    }
}
