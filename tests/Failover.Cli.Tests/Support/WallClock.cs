namespace Failover.Cli.Tests.Support;

/// <summary>Time runs, but what is shown of it does not change.</summary>
internal sealed class WallClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => FakeCluster.Now;
}
