using Failover.Serialization;
using Failover.Sessions;
using Failover.Transport;

namespace Failover.Hosting.Driver;

/// <summary>
/// A heartbeat to each of some channels. What need not go out at once takes the place of one: it costs a coordinator as much to send a second frame as the
/// first.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class QuietHeartbeat
{
    private readonly byte[] _plain;
    private readonly Slot[] _slots;

    public QuietHeartbeat(long raftTerm, IEnumerable<(int Number, IFrameChannel Channel)> channels)
    {
        RaftTerm = raftTerm;
        _plain = CoreCodec.Encode(new SessionMessage.Heartbeat(raftTerm, Question: 0));
        _slots = [.. channels.Select(channel => new Slot(channel.Number, channel.Channel))];
    }

    public long RaftTerm { get; }

    public bool IsFor(long raftTerm, IReadOnlyList<int> channels) =>
        raftTerm == RaftTerm && channels.SequenceEqual(_slots.Select(slot => slot.Number));

    /// <summary>Sends to every channel what waits for it, or else a heartbeat.</summary>
    public void Send()
    {
        foreach (var slot in _slots)
        {
            slot.Channel.TrySend(Interlocked.Exchange(ref slot.Waiting, null) ?? _plain);
        }
    }

    /// <summary>Sends what waits, and nothing else.</summary>
    public void SendWaiting()
    {
        foreach (var slot in _slots)
        {
            if (Interlocked.Exchange(ref slot.Waiting, null) is { } frame)
            {
                slot.Channel.TrySend(frame);
            }
        }
    }

    /// <summary>
    /// Lets a message wait for the next heartbeat to its channel; a later one takes its place, which must say as much. False where that channel is not among
    /// these.
    /// </summary>
    public bool TryTake(int channel, SessionMessage message)
    {
        if (Array.Find(_slots, slot => slot.Number == channel) is not { } found)
        {
            return false;
        }

        Volatile.Write(ref found.Waiting, CoreCodec.Encode(message));
        return true;
    }

    private sealed class Slot(int number, IFrameChannel channel)
    {
        public byte[]? Waiting;

        public int Number => number;

        public IFrameChannel Channel => channel;
    }
}
