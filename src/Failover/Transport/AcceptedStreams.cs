using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>Where a port's accepted streams go: to Raft, or to whoever reads the sessions.</summary>
internal sealed class AcceptedStreams(ClusterPortOptions options, SessionTable sessions)
{
    private readonly Channel<IFrameChannel> _accepted = Channel.CreateUnbounded<IFrameChannel>();
    private readonly ConnectionTable _connections = new(options.MaxConnections);
    private volatile bool _closing;

    public RaftStreamListenerFactory Raft { get; } = new();

    public ChannelReader<IFrameChannel> Sessions => _accepted.Reader;

    public int Count => _connections.Count;

    /// <summary>Takes a place for a stream, before it is answered. A probe needs none.</summary>
    public AnswerCode Reserve(StreamKind kind, ConnectionContext connection)
    {
        if (kind == StreamKind.Probe)
        {
            return AnswerCode.Accepted;
        }

        if (_closing || (kind == StreamKind.Raft && !Raft.IsBound))
        {
            return AnswerCode.NotServing;
        }

        return _connections.TryAdd(connection) ? AnswerCode.Accepted : AnswerCode.TooManyConnections;
    }

    /// <summary>Hands over a stream that was answered. False if that came too late; the connection is then still the caller's.</summary>
    public async ValueTask<bool> TryTakeAsync(Preamble preamble, ConnectionContext connection)
    {
        if (preamble.Kind == StreamKind.Raft)
        {
            return Raft.TryOffer(connection);
        }

        if (preamble.Kind == StreamKind.Lifeline)
        {
            _ = sessions.WatchAsync(preamble.Sender, connection);
            return true;
        }

        var channel = await sessions.CreateAsync(connection, preamble.Sender);
        if (!TryTake(channel))
        {
            await channel.DisposeAsync();
        }

        return true;
    }

    /// <summary>Hands over a channel that did not come from the network.</summary>
    public bool TryTake(IFrameChannel channel) => _accepted.Writer.TryWrite(channel);

    /// <summary>Takes no more streams.</summary>
    public ValueTask StopAsync()
    {
        _closing = true;
        _accepted.Writer.TryComplete();
        return Raft.CloseAsync();
    }

    /// <summary>Closes the streams that are open.</summary>
    public Task CloseAsync() => _connections.CloseAsync();
}
