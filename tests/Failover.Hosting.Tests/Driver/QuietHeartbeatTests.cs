using System.Runtime.CompilerServices;
using Failover.Hosting.Driver;
using Failover.Serialization;
using Failover.Sessions;
using Failover.Transport;

namespace Failover.Hosting.Tests.Driver;

public sealed class QuietHeartbeatTests : IAsyncDisposable
{
    private static readonly SessionMessage s_plain = new SessionMessage.Heartbeat(7, 0);

    private readonly Outgoing _first = new();
    private readonly Outgoing _second = new();

    private QuietHeartbeat Heartbeat => field ??= new QuietHeartbeat(7, [(3, _first), (5, _second)]);

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public void What_may_wait_takes_the_place_of_one_heartbeat_to_that_channel()
    {
        Assert.True(Heartbeat.TryTake(5, new SessionMessage.Confirmed(1, 7)));
        Assert.True(Heartbeat.TryTake(5, new SessionMessage.Confirmed(2, 7)));
        Assert.Empty(_second.Sent);

        Heartbeat.Send();
        Heartbeat.Send();

        Assert.Equal([s_plain, s_plain], _first.Sent);
        Assert.Equal([new SessionMessage.Confirmed(2, 7), s_plain], _second.Sent);
    }

    [Fact]
    public void What_waits_is_sent_alone_when_no_heartbeat_follows()
    {
        Heartbeat.TryTake(3, new SessionMessage.Confirmed(1, 7));

        Heartbeat.SendWaiting();
        Heartbeat.SendWaiting();

        Assert.Equal(new SessionMessage.Confirmed(1, 7), Assert.Single(_first.Sent));
        Assert.Empty(_second.Sent);
    }

    [Fact]
    public void Nothing_waits_for_another_channel() => Assert.False(Heartbeat.TryTake(4, new SessionMessage.Confirmed(1, 7)));

    [Fact]
    public void It_is_for_these_channels_and_this_Raft_term()
    {
        Assert.True(Heartbeat.IsFor(7, [3, 5]));
        Assert.False(Heartbeat.IsFor(8, [3, 5]));
        Assert.False(Heartbeat.IsFor(7, [3]));
        Assert.False(Heartbeat.IsFor(7, [3, 6]));
    }

    private sealed class Outgoing : IFrameChannel
    {
        public List<SessionMessage> Sent { get; } = [];

        public PeerIdentity Remote { get; } = new("b", Guid.NewGuid());

        public string? CloseReason => null;

        public bool TrySend(ReadOnlyMemory<byte> frame)
        {
            Sent.Add(CoreCodec.DecodeMessage(frame.Span));
            return true;
        }

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
