using System.Net;
using System.Net.Sockets;

namespace Failover.Transport.Tests;

/// <summary>A peer that sends whatever a test likes.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RawPeer> ConnectAsync(ClusterPort port)
    {
        var peer = new RawPeer();
        await peer._socket.ConnectAsync((IPEndPoint)port.LocalEndPoint!, Cancellation);
        return peer;
    }

    public async Task SendAsync(params byte[] bytes) => await _socket.SendAsync(bytes, Cancellation).SoonAsync();

    public Task SendAsync(Preamble preamble) => SendAsync(preamble.Encode());

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public async Task<Answer> ReadAnswerAsync()
    {
        var header = WireHeader.Read(await ReadAsync(WireHeader.Size));
        Assert.Equal(WireHeader.AnswerMagic, header.Magic);
        return Answer.Decode(header.Versions, await ReadAsync(header.BodyBytes));
    }

    /// <summary>Completes when the port closes the connection; bytes before that are a failure.</summary>
    public async Task ReadEndAsync()
    {
        try
        {
            Assert.Equal(0, await _socket.ReceiveAsync(new byte[1], Cancellation).SoonAsync());
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // As good an end as any.
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var got = await _socket.ReceiveAsync(bytes.AsMemory(read), Cancellation).SoonAsync();
            Assert.True(got > 0, "The port closed the connection without an answer.");
            read += got;
        }

        return bytes;
    }
}
