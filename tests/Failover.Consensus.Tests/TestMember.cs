using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failover.Consensus.Tests;

/// <summary>One life of a member: it is started once, and stopped once.</summary>
internal sealed class TestMember : IAsyncDisposable
{
    public TestMember(TestCluster cluster, ConsensusSettings settings, ListMachine? machine = null, Func<string, long>? freeSpace = null)
    {
        Settings = settings;
        Machine = machine ?? new ListMachine();
        Log = new RaftLog(
            settings,
            Machine,
            Observer,
            cluster.Network,
            cluster.Network.From(settings.Members[settings.Self]),
            (name, _) => Task.FromResult(cluster.RaftTermOf(name)),
            TestMarks.Create(),
            NullLogger<RaftLog>.Instance,
            TimeProvider.System)
        {
            FreeSpace = freeSpace ?? DiskSpace.Free,
        };
    }

    public ConsensusSettings Settings { get; }

    public string Name => Settings.Self;

    public ListMachine Machine { get; }

    public RecordingObserver Observer { get; } = new();

    public RaftLog Log { get; }

    public string PathOf(params string[] parts) => Path.Combine([Settings.DataDirectory, .. parts]);

    public Task<long> ProposeAsync(string entry) =>
        Log.ProposeAsync(
            Encoding.UTF8.GetBytes(entry),
            Observer.LeadsIn ?? throw new NotCoordinatorException($"{Name} does not lead."),
            TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Log.DisposeAsync();
}
