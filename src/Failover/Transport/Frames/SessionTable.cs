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

    /// <exception cref="IOException">The port is closed. The connection is, too.</exception>
    public async ValueTask<IFrameChannel> CreateAsync(ConnectionContext connection, PeerIdentity remote)
    {
        var channel = new FrameChannel(connection, remote, _limits, timeProvider, Forget);
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
