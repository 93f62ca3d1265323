using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Failover.Consensus;
using Failover.Coordination;
using Failover.Diagnostics;
using Failover.Hosting.Driver;
using Failover.Hosting.Operations;
using Failover.Serialization;
using Failover.Sessions;
using Failover.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Failover.Hosting.Tests.Driver;

public sealed class MemberDriverTests
{
    private static readonly Guid s_process = Guid.NewGuid();

    [Fact]
    public async Task An_entry_that_could_not_even_be_appended_does_not_end_the_coordinators_decisions()
    {
        await using var port = new ClusterPort(
            new ClusterPortOptions
            {
                ClusterId = "test",
                Self = "a",
                Process = s_process,
                Members = new Dictionary<string, EndPoint> { ["a"] = new IPEndPoint(IPAddress.Loopback, 1) },
            },
            new NoNetwork(),
            () => 1,
            new NoMarks(),
            TimeProvider.System,
            NullLogger.Instance);
        await using var parts = new Parts(port, TimeProvider.System, "a");
        var driver = parts.Driver;
        await using var log = new TooNarrowLog();
        driver.Start(log);

        driver.OnCoordinatorChanged("a");
        driver.OnBecameCoordinator(1);

        await log.SecondTry.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        await driver.CloseAsync();
    }

    [Fact]
    public async Task A_dial_that_is_not_answered_is_given_up_before_the_lease_runs_out_and_the_next_is_given_longer()
    {
        var time = new FakeTimeProvider();
        await using var port = new SilentPort();
        await using var parts = new Parts(port, time, "a", "b");
        await using var log = new TooNarrowLog();
        parts.Driver.Start(log);
        parts.Driver.OnCoordinatorChanged("b");

        foreach (var limit in new[] { 250, 500, 1_000, 1_000 })
        {
            var dial = await port.Dials.ReadAsync(TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMilliseconds(limit - 1));
            Assert.False(dial.IsCancellationRequested);
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(dial.IsCancellationRequested);
        }

        await parts.Driver.CloseAsync();
    }

    [Fact]
    public async Task What_the_coordinator_says_it_stored_is_told_to_the_log()
    {
        var channel = new ScriptedChannel(new SessionMessage.Stored(7, 12));
        await using var port = new SilentPort { Answer = channel };
        await using var parts = new Parts(port, TimeProvider.System, "a", "b");
        await using var log = new TooNarrowLog();
        parts.Driver.Start(log);

        parts.Driver.OnCoordinatorChanged("b");

        Assert.Equal((7, 12), await log.Stored.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken));
        await parts.Driver.CloseAsync();
    }

    [Fact]
    public async Task A_heartbeat_is_told_to_the_log_and_answered_if_that_is_wanted_and_the_Raft_term_is_not_over()
    {
        var channel = new ScriptedChannel(
            new SessionMessage.Heartbeat(7, 0), new SessionMessage.Heartbeat(6, 3), new SessionMessage.Confirmed(1, 7), new SessionMessage.Heartbeat(7, 4));
        await using var port = new SilentPort { Answer = channel };
        await using var parts = new Parts(port, TimeProvider.System, "a", "b");
        await using var log = new TooNarrowLog { RaftTerm = 7 };
        parts.Driver.Start(log);

        parts.Driver.OnCoordinatorChanged("b");

        SessionMessage said;
        do
        {
            said = await channel.Sent.ReadAsync(TestContext.Current.CancellationToken);
        }
        while (said is SessionMessage.Hello);
        Assert.Equal(new SessionMessage.Heard(7, 4, 0), said);
        Assert.Equal([7, 6, 7, 7], log.Heard);
        await parts.Driver.CloseAsync();
    }

    /// <summary>A driver of member "a", with a lease of 2 s and no pause between dials.</summary>
    private sealed class Parts : IAsyncDisposable
    {
        private readonly LeaseWatchdog _watchdog = new(TimeProvider.System);
        private readonly FailoverMetrics _metrics = new();
        private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

        public Parts(IClusterPort port, TimeProvider time, params string[] members) => Driver = new MemberDriver(
            new DriverSettings(
                new MemberSettings { Member = "a", Process = s_process, Lease = TimeSpan.FromSeconds(2), RetryDelay = TimeSpan.Zero },
                new CoordinatorSettings { Self = "a", Members = members }),
            port,
            time,
            _watchdog,
            _metrics,
            new ClusterFeed(),
            new PolicyDesk(_services, TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance),
            NullLogger.Instance);

        public MemberDriver Driver { get; }

        public async ValueTask DisposeAsync()
        {
            _watchdog.Dispose();
            _metrics.Dispose();
            await _services.DisposeAsync();
        }
    }

    /// <summary>A port whose dials are never answered, unless there is an answer.</summary>
    private sealed class SilentPort : IClusterPort
    {
        private readonly Channel<CancellationToken> _dials = Channel.CreateUnbounded<CancellationToken>();

        public ChannelReader<CancellationToken> Dials => _dials.Reader;

        public IFrameChannel? Answer { get; init; }

        public ChannelReader<IFrameChannel> AcceptedSessions { get; } = Channel.CreateUnbounded<IFrameChannel>().Reader;

        public IConnectionListenerFactory RaftListenerFactory => throw new NotSupportedException();

        public IConnectionFactory RaftConnectionFactory => throw new NotSupportedException();

        public Task<Exception> ListenerFailed { get; } = new TaskCompletionSource<Exception>().Task;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task<IFrameChannel> DialSessionAsync(string member, CancellationToken cancellationToken)
        {
            if (Answer is { } channel)
            {
                return channel;
            }

            _dials.Writer.TryWrite(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new NotSupportedException();
        }

        public Task<ProbeResult> ProbeAsync(string member, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A channel to member "b" on which something is said once, and that then stays open until it is disposed.</summary>
    private sealed class ScriptedChannel(params SessionMessage[] said) : IFrameChannel
    {
        private readonly Channel<SessionMessage> _sent = Channel.CreateUnbounded<SessionMessage>();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PeerIdentity Remote { get; } = new("b", Guid.NewGuid());

        public string? CloseReason => null;

        /// <summary>What the driver sent.</summary>
        public ChannelReader<SessionMessage> Sent => _sent.Reader;

        public bool TrySend(ReadOnlyMemory<byte> frame) => _sent.Writer.TryWrite(CoreCodec.DecodeMessage(frame.Span));

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var message in said)
            {
                yield return CoreCodec.Encode(message);
            }

            await _closed.Task;
        }

        public ValueTask DisposeAsync()
        {
            _closed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A log for which every entry is too long.</summary>
    private sealed class TooNarrowLog : IReplicatedLog
    {
        private readonly TaskCompletionSource<(long RaftTerm, long Index)> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _tries;

        public Task SecondTry => _second.Task;

        public Task<(long RaftTerm, long Index)> Stored => _stored.Task;

        public ConcurrentQueue<long> Heard { get; } = [];

        public long RaftTerm { get; init; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<long> ProposeAsync(ReadOnlyMemory<byte> entry, long raftTerm, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _tries) == 2)
            {
                _second.SetResult();
            }

            throw new ArgumentOutOfRangeException(nameof(entry));
        }

        public Task<bool> ConfirmLeadershipAsync(long raftTerm, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task ResignAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Succeed(string coordinator, long? raftTerm, int rank) => throw new NotSupportedException();

        public void SendHeartbeats(Heartbeat? heartbeat)
        {
        }

        public void HeartbeatSent()
        {
        }

        public bool Hear(long raftTerm)
        {
            Heard.Enqueue(raftTerm);
            return raftTerm == RaftTerm;
        }

        public bool Attest(long raftTerm) => true;

        public void CoordinatorStored(long raftTerm, long index) => _stored.TrySetResult((raftTerm, index));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A member that is alone never uses it.</summary>
    private sealed class NoNetwork : IClusterNetwork
    {
        public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private sealed class NoMarks : IMarkBook
    {
        public Marks For(string member) => default;

        public bool Hear(string member, Marks marks) => true;
    }
}
