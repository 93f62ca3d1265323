using System.Net;
using Failover.Consensus;
using Failover.Coordination;
using Failover.Diagnostics;
using Failover.Hosting.Driver;
using Failover.Hosting.Operations;
using Failover.Sessions;
using Failover.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failover.Hosting.Tests.Driver;

public sealed class MemberDriverTests
{
    [Fact]
    public async Task An_entry_that_could_not_even_be_appended_does_not_end_the_coordinators_decisions()
    {
        var process = Guid.NewGuid();
        await using var port = new ClusterPort(
            new ClusterPortOptions
            {
                ClusterId = "test",
                Self = "a",
                Process = process,
                Members = new Dictionary<string, EndPoint> { ["a"] = new IPEndPoint(IPAddress.Loopback, 1) },
            },
            new NoNetwork(),
            () => 1,
            new NoMarks(),
            TimeProvider.System,
            NullLogger.Instance);
        using var watchdog = new LeaseWatchdog(TimeProvider.System);
        using var metrics = new FailoverMetrics();
        await using var services = new ServiceCollection().BuildServiceProvider();
        var driver = new MemberDriver(
            new DriverSettings(new MemberSettings { Member = "a", Process = process }, new CoordinatorSettings { Self = "a", Members = ["a"] }),
            port,
            TimeProvider.System,
            watchdog,
            metrics,
            new ClusterFeed(),
            new PolicyDesk(services, TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance),
            NullLogger.Instance);
        await using var log = new TooNarrowLog();
        driver.Start(log);

        driver.OnCoordinatorChanged("a");
        driver.OnBecameCoordinator(1);

        await log.SecondTry.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        await driver.CloseAsync();
    }

    /// <summary>A log for which every entry is too long.</summary>
    private sealed class TooNarrowLog : IReplicatedLog
    {
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _tries;

        public Task SecondTry => _second.Task;

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
