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
    /// <param name="channel">The channel, which this table owns from now on.</param>
    /// <param name="received">Called for each message.</param>
    /// <param name="closed">Called at the end.</param>
    /// <param name="arrived">Called for each message before, on any thread, for what must not wait for the loop. A heartbeat is not for the loop at all.</param>
    public int Add(
        IFrameChannel channel,
        Action<int, SessionMessage, TimeSpan> received,
        Action<int, string, string, TimeSpan> closed,
        Action<IFrameChannel, SessionMessage>? arrived = null)
    {
        var number = ++_last;
        _channels[number] = channel;
        _ = ReadAsync(number, channel, received, closed, arrived);
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
        Action<int, string, string, TimeSpan> closed,
        Action<IFrameChannel, SessionMessage>? arrived)
    {
        // Off the loop thread, which is the caller: reading may complete at once.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        string? reason = null;
        try
        {
            await foreach (var frame in channel.ReadAllAsync(CancellationToken.None))
            {
                var message = CoreCodec.DecodeMessage(frame.Span);
                arrived?.Invoke(channel, message);
                if (message is not SessionMessage.Heartbeat)
                {
                    inbox.Post(now => received(number, message, now));
                }
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
