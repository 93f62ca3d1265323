using System.Net;
using System.Net.Sockets;
using System.Text;
using Comparison.Columns;

namespace Comparison.Tests;

/// <summary>What is watched may die at any moment, also in the middle of an answer.</summary>
public sealed class ClusterClientTests
{
    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{ \"index\":")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{ \"in")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_member_that_does_not_finish_its_answer_has_given_none(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, Encoding.ASCII.GetBytes(answer));
        using var http = new HttpClient();

        Assert.Null(await ClusterClient.ReadStatusAsync(http, new Uri($"http://{listener.LocalEndpoint}"), TestContext.Current.CancellationToken));
        await serving;
    }

    /// <summary>Reads the request, sends that much of an answer, and closes.</summary>
    private static async Task ServeAsync(TcpListener listener, byte[] answer)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[1_024], 1, cancellationToken: TestContext.Current.CancellationToken);
        await stream.WriteAsync(answer, TestContext.Current.CancellationToken);
    }
}
