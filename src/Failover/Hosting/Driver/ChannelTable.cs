using Failover.Serialization;
using Failover.Sessions;
using Failover.Transport;

namespace Failover.Hosting.Driver;

/// <summary>The session channels of this process by number, for the loop thread only; each has a reader that posts what arrives.</summary>
internal sealed class ChannelTable(Inbox inbox)
{
    private readonly Dictionary<int, IFrameChannel> _channels = [];
    private int _last;

    /// <summary>Takes a channel in, and calls back on the loop thread for each message and at the end.</summary>
    public int Add(IFrameChannel channel, Action<int, SessionMessage, TimeSpan> received, Action<int, string, string, TimeSpan> closed)
    {
        var number = ++_last;
        _channels[number] = channel;
        _ = ReadAsync(number, channel, received, closed);
        return number;
    }

    public IFrameChannel? Find(int number) => _channels.GetValueOrDefault(number);

    public void Send(int number, SessionMessage message)
    {
        if (_channels.TryGetValue(number, out var channel))
        {
            channel.TrySend(CoreCodec.Encode(message));
        }
    }

    public void Close(int number)
    {
        if (_channels.Remove(number, out var channel))
        {
            _ = channel.DisposeAsync().AsTask();
        }
    }

    public void CloseAll()
    {
        foreach (var number in _channels.Keys.ToArray())
        {
            Close(number);
        }
    }

    private async Task ReadAsync(
        int number,
        IFrameChannel channel,
        Action<int, SessionMessage, TimeSpan> received,
        Action<int, string, string, TimeSpan> closed)
    {
        // Off the loop thread, which is the caller: reading may complete at once.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        string? reason = null;
        try
        {
            await foreach (var frame in channel.ReadAllAsync(CancellationToken.None))
            {
                var message = CoreCodec.DecodeMessage(frame.Span);
                inbox.Post(now => received(number, message, now));
            }
        }
        catch (InvalidDataException error)
        {
            reason = error.Message;
        }

        inbox.Post(now =>
        {
            Close(number);
            closed(number, reason ?? channel.CloseReason ?? "closed", channel.Remote.Member, now);
        });
    }
}
