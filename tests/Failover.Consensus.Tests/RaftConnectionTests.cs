using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Failover.Consensus.Tests;

public sealed class RaftConnectionTests
{
    /// <summary>Decision 8: DotNext calls it where it does not await.</summary>
    [Fact]
    public async Task A_synchronous_disposal_aborts_and_waits_for_nothing()
    {
        var inner = new SlowConnection();
        var disposed = new TaskCompletionSource();
        var exchange = new RaftExchange(() => default!, (_, _) => ValueTask.CompletedTask, TimeProvider.System, isServer: false);
        var connection = new RaftConnection(inner, exchange, _ => disposed.SetResult());

        connection.Dispose();

        Assert.True(inner.IsAborted);
        Assert.False(disposed.Task.IsCompleted);
        inner.Disposal.SetResult();
        await disposed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>A connection whose disposal ends when the test says so.</summary>
    private sealed class SlowConnection : ConnectionContext, IDuplexPipe
    {
        public TaskCompletionSource Disposal { get; } = new();

        public bool IsAborted { get; private set; }

        public PipeReader Input { get; } = new Pipe().Reader;

        public PipeWriter Output { get; } = new Pipe().Writer;

        public override IDuplexPipe Transport { get => this; set => throw new NotSupportedException(); }

        public override string ConnectionId { get; set; } = "slow";

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override void Abort() => IsAborted = true;

        public override async ValueTask DisposeAsync()
        {
            await Disposal.Task;
            await base.DisposeAsync();
        }
    }
}
