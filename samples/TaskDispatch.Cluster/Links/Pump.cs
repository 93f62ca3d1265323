using System.Net.Sockets;
using System.Threading.Channels;

namespace TaskDispatch.Cluster;

/// <summary>Carries one direction of a connection over a link: in order, late where the link is slow, not at all while it is cut.</summary>
internal sealed class Pump(Socket from, Socket to, Link link)
{
    private const int BufferBytes = 16 * 1024;
    private const int MaxPieces = 64;

    private readonly Channel<(byte[] Bytes, long Due)> _pieces = Channel.CreateBounded<(byte[], long)>(MaxPieces);

    /// <summary>Runs until the source has closed and everything has arrived.</summary>
    public async Task RunAsync(byte[] first, CancellationToken cancellationToken)
    {
        var sending = SendAsync(cancellationToken);
        try
        {
            if (first.Length > 0)
            {
                await PostAsync(first, cancellationToken);
            }

            var buffer = new byte[BufferBytes];
            for (int count; (count = await from.ReceiveAsync(buffer, SocketFlags.None, cancellationToken)) > 0;)
            {
                await PostAsync(buffer[..count], cancellationToken);
            }

            _pieces.Writer.TryComplete();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException)
        {
            // What the source did arrives after what it sent before.
            _pieces.Writer.TryComplete(error);
        }

        await sending;
    }

    private ValueTask PostAsync(byte[] bytes, CancellationToken cancellationToken) =>
        _pieces.Writer.WriteAsync((bytes, Environment.TickCount64 + (long)link.NextTransit(Random.Shared).TotalMilliseconds), cancellationToken);

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (bytes, due) in _pieces.Reader.ReadAllAsync(cancellationToken))
            {
                if (due - Environment.TickCount64 is > 0 and var wait)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(wait), TimeProvider.System, cancellationToken);
                }

                await link.WhenWholeAsync(cancellationToken);
                for (var rest = bytes.AsMemory(); rest.Length > 0;)
                {
                    rest = rest[await to.SendAsync(rest, SocketFlags.None, cancellationToken)..];
                }
            }
        }
        finally
        {
            // So that the reader does not wait for room that never comes.
            _pieces.Writer.TryComplete();
        }

        await link.WhenWholeAsync(cancellationToken);
        to.Shutdown(SocketShutdown.Send);
    }
}
