using System.Collections.Concurrent;
using System.Globalization;
using Failover.Testing;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Failover.ProcessTests;

/// <summary>One process at a time holds a data directory.</summary>
public sealed class DataDirectoryTests
{
    [Fact]
    public async Task A_second_process_is_told_the_directory_and_the_process_that_holds_it()
    {
        await using var cluster = new DispatchCluster(1);
        await cluster.Store.InitializeAsync(CancellationToken.None);
        cluster.StartAll();
        Assert.NotNull(await cluster.Records.WaitForAsync(line => line.Kind == RecordKind.LeadershipBegan, 0, TimeSpan.FromSeconds(60)));

        using var clusterPort = new ReservedPort();
        using var httpPort = new ReservedPort();
        var output = new ConcurrentQueue<string>();
        var directory = Path.Combine(cluster.Directory, "n1");
        await using var second = MemberProcess.Start(
            "n1",
            typeof(TaskDispatch.TaskDispatchOptions).Assembly.Location,
            [
                "--EndWithParent=true",
                "--TaskDispatch:Member=n1",
                $"--TaskDispatch:Address=http://127.0.0.1:{httpPort.Number}",
                $"--TaskDispatch:Store:ConnectionString=Data Source={Path.Combine(cluster.Directory, "other.db")}",
                $"--TaskDispatch:RecordDirectory={Path.Combine(cluster.Directory, "other")}",
                $"--TaskDispatch:LogFile={Path.Combine(cluster.Directory, "other-.clef")}",
                $"--Failover:DataDirectory={directory}",
                $"--Failover:Members:n1=127.0.0.1:{clusterPort.Number}",
            ],
            output.Enqueue);
        await second.Exited.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        var text = string.Join('\n', output);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains(directory, text, StringComparison.Ordinal);
        Assert.Contains(cluster.Member("n1").Id.ToString(CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
    }
}
