using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace TaskDispatch.Cluster;

/// <summary>One connection through a <see cref="LinkProxy"/>.</summary>
internal sealed class ProxiedConnection(Socket downstream, string member, IPEndPoint target, LinkTable links) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Socket _upstream = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Serves it until both sides have closed it, or one has failed.</summary>
    public async Task RunAsync()
    {
        try
        {
            downstream.NoDelay = true;
            _upstream.NoDelay = true;
            var opening = await Opening.ReadAsync(downstream, _ended.Token);
            var (there, back) = (links.Between(opening.Sender, member), links.Between(member, opening.Sender));

            // As a packet that opens a connection would be lost.
            await there.WhenWholeAsync(_ended.Token);
            await back.WhenWholeAsync(_ended.Token);
            await _upstream.ConnectAsync(target, _ended.Token);
            await Task.WhenAll(
                EndingAsync(new Pump(downstream, _upstream, there).RunAsync(opening.Bytes, _ended.Token)),
                EndingAsync(new Pump(_upstream, downstream, back).RunAsync([], _ended.Token)));
        }
        catch (Exception ended) when (ended is SocketException or IOException or OperationCanceledException or ObjectDisposedException or ChannelClosedException)
        {
            // Either side sees its connection end, as it would without a proxy.
        }
        finally
        {
            downstream.Close(timeout: 0);
            _upstream.Close(timeout: 0);
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Abort()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose()
    {
        downstream.Dispose();
        _upstream.Dispose();
        _ended.Dispose();
    }

    private async Task EndingAsync(Task pump)
    {
        try
        {
            await pump;
        }
        catch
        {
            await _ended.CancelAsync();
            throw;
        }
    }
}
