using System.Collections.Concurrent;
using Failover.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Failover.Transport;

/// <summary>The session channels of a port, in both directions. Safe to use from any thread.</summary>
internal sealed class SessionTable(ClusterPortOptions options, TimeProvider timeProvider, ILogger logger)
{
    private readonly ConcurrentDictionary<IFrameChannel, byte> _open = new();
    private readonly FrameLimits _limits = new(options.MaxFrameBytes, options.MaxQueuedFrames, options.MaxQueuedBytes);

    public int Count => _open.Count;

    public IFrameChannel Create(ConnectionContext connection, PeerIdentity remote)
    {
        var channel = new FrameChannel(connection, remote, _limits, timeProvider, Forget);
        Track(channel);
        return channel;
    }

    public (IFrameChannel Dialled, IFrameChannel Accepted) CreateLocalPair()
    {
        var (dialled, accepted) = LocalFrameChannel.CreatePair(options.Identity, _limits, Forget);
        Track(dialled);
        return (dialled, accepted);
    }

    /// <summary>Closes all channels, each after what it has queued (for at most half a second).</summary>
    public Task CloseAllAsync() => Task.WhenAll(_open.Keys.Select(channel => channel.DisposeAsync().AsTask()));

    private void Track(IFrameChannel channel)
    {
        _open[channel] = 0;
        logger.SessionOpened(channel.Remote.Member, channel.Remote.Process);
        if (channel.CloseReason is not null)
        {
            Forget(channel); // It closed before it was listed.
        }
    }

    private void Forget(IFrameChannel channel)
    {
        if (_open.TryRemove(channel, out _))
        {
            logger.SessionClosed(channel.Remote.Member, channel.CloseReason ?? "");
        }
    }
}
