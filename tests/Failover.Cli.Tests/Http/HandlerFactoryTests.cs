using Failover.Cli.Http;
using Failover.Tests.Shared;

namespace Failover.Cli.Tests.Http;

public sealed class HandlerFactoryTests
{
    [Fact]
    public async Task A_member_that_dies_while_it_is_connected_to_is_an_HTTP_error()
    {
        await using var port = new ResettingPort();
        using var http = new HttpClient(HandlerFactory.Create(new HandlerSettings(null, null, null)));

        // Whether the reset comes in the one bad moment is chance: with a plain handler it does at every fourth request.
        for (var request = 0; request < 200; request++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(port.Address, TestContext.Current.CancellationToken));
        }
    }
}
