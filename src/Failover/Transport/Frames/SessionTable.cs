using System.IO.Pipelines;
using Failover.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Failover.Transport;

/// <summary>The session channels of a port, in both directions. Safe to use from any thread.</summary>
internal sealed class SessionTable(ClusterPortOptions options, TimeProvider timeProvider, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<IFrameChannel> _open = [];
    private readonly FrameLimits _limits = new(options.MaxFrameBytes, options.MaxQueuedFrames, options.MaxQueuedBytes);
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <param name="connection">The connection, after its handshake.</param>
    /// <param name="remote">Who is at the other end.</param>
    /// <param name="lifeline">Disposed when the channel closes.</param>
    /// <exception cref="IOException">The port is closed. The connection is, too.</exception>
    public async ValueTask<IFrameChannel> CreateAsync(ConnectionContext connection, PeerIdentity remote, IDisposable? lifeline = null)
    {
        var channel = new FrameChannel(connection, remote, _limits, timeProvider, closed =>
        {
            lifeline?.Dispose();
            Forget(closed);
        });
        await TrackAsync(channel);
        return channel;
    }

    /// <exception cref="IOException">The port is closed.</exception>
    public async ValueTask<(IFrameChannel Dialled, IFrameChannel Accepted)> CreateLocalPairAsync()
    {
        var (dialled, accepted) = LocalFrameChannel.CreatePair(options.Identity, _limits, Forget);
        await TrackAsync(dialled);
        return (dialled, accepted);
    }

    /// <summary>Waits for the end of a lifeline, and closes the channels to its process if that said no goodbye. Does not throw.</summary>
    public async Task WatchAsync(PeerIdentity process, ConnectionContext lifeline)
    {
        if (await EndsSuddenlyAsync(lifeline.Transport.Input))
        {
            FrameChannel[] lost;
            lock (_lock)
            {
                lost = [.. _open.OfType<FrameChannel>().Where(channel => channel.Remote.Process == process.Process)];
            }

            foreach (var channel in lost)
            {
                channel.Lose();
            }
        }

        await lifeline.DisposeAsync();
    }

    /// <summary>Closes all channels, each after what it has queued (for at most half a second), and takes no more.</summary>
    public Task CloseAllAsync()
    {
        IFrameChannel[] open;
        lock (_lock)
        {
            _closed = true;
            open = [.. _open];
        }

        return Task.WhenAll(open.Select(channel => channel.DisposeAsync().AsTask()));
    }

    private static async ValueTask<bool> EndsSuddenlyAsync(PipeReader lifeline)
    {
        try
        {
            var read = await lifeline.ReadAsync();
            var saysGoodbye = !read.Buffer.IsEmpty;
            lifeline.AdvanceTo(read.Buffer.End);
            return !saysGoodbye;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async ValueTask TrackAsync(IFrameChannel channel)
    {
        bool tracked;
        lock (_lock)
        {
            tracked = !_closed && _open.Add(channel);
        }

        if (!tracked)
        {
            await channel.DisposeAsync();
            throw new IOException("The cluster port is closed.");
        }

        logger.SessionOpened(channel.Remote.Member, channel.Remote.Process);
        if (channel.CloseReason is not null)
        {
            Forget(channel); // It closed before it was listed.
        }
    }

    private void Forget(IFrameChannel channel)
    {
        bool removed;
        lock (_lock)
        {
            removed = _open.Remove(channel);
        }

        if (removed)
        {
            logger.SessionClosed(channel.Remote.Member, channel.CloseReason ?? "");
        }
    }
}
