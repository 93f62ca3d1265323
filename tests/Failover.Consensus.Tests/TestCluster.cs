using System.Collections.Concurrent;
using System.Net;

namespace Failover.Consensus.Tests;

/// <summary>A cluster in one process, over loopback, with data directories below one that is deleted at the end.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly string _root;
    private readonly Dictionary<string, EndPoint> _addresses;
    private readonly ConcurrentDictionary<string, TestMember> _running = new();

    public TestCluster(int size)
        : this(
            Directory.CreateTempSubdirectory("failover-consensus-").FullName,
            Enumerable.Range(1, size).ToDictionary(number => $"m{number}", _ => (EndPoint)LoopbackNetwork.Reserve()))
    {
    }

    public TestCluster(string root, Dictionary<string, EndPoint> addresses)
    {
        _root = root;
        _addresses = addresses;
    }

    public string Root => _root;

    public LoopbackNetwork Network { get; init; } = new();

    public int EntriesPerSnapshot { get; init; } = 2_000;

    /// <summary>Slower than the defaults: these tests share few processors with each other.</summary>
    public TimeSpan LowerElectionTimeout { get; init; } = TimeSpan.FromMilliseconds(450);

    public IEnumerable<string> Names => _addresses.Keys;

    public IEnumerable<TestMember> Running => _running.Values;

    public static async Task<TestCluster> StartAsync(int size, int entriesPerSnapshot = 2_000)
    {
        var cluster = new TestCluster(size) { EntriesPerSnapshot = entriesPerSnapshot };
        await cluster.StartAllAsync();
        return cluster;
    }

    public Task StartAllAsync() => Task.WhenAll(Names.Select(name => StartAsync(name)));

    public async Task<TestMember> StartAsync(string name, ListMachine? machine = null, Func<string, long>? freeSpace = null)
    {
        var member = new TestMember(this, SettingsOf(name), machine, freeSpace);
        _running[name] = member;
        try
        {
            await member.Log.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            _running.TryRemove(name, out _);
            await member.DisposeAsync();
            throw;
        }

        return member;
    }

    public async Task StopAsync(string name)
    {
        if (_running.TryRemove(name, out var member))
        {
            await member.DisposeAsync();
        }
    }

    public Task StopAllAsync() => Task.WhenAll(Names.Select(StopAsync));

    public TestMember Member(string name) => _running[name];

    public EndPoint AddressOf(string name) => _addresses[name];

    public long? RaftTermOf(string name) => _running.TryGetValue(name, out var member) ? member.Log.RaftTerm : null;

    public ConsensusSettings SettingsOf(string name) => new()
    {
        ClusterId = "test",
        Self = name,
        Members = _addresses,
        DataDirectory = Path.Combine(_root, name),
        EntriesPerSnapshot = EntriesPerSnapshot,
        LowerElectionTimeout = LowerElectionTimeout,
        UpperElectionTimeout = LowerElectionTimeout * 5 / 3,
        RequestTimeout = LowerElectionTimeout / 3,
        ConnectTimeout = LowerElectionTimeout / 3,
    };

    /// <summary>Waits until one of the running members leads.</summary>
    public async Task<TestMember> CoordinatorAsync()
    {
        var watch = Running.Select(async member =>
        {
            await member.Observer.Changed.UntilAsync(() => member.Observer.LeadsIn is not null, $"{member.Name} leads");
            return member;
        }).ToArray();
        return await await Task.WhenAny(watch);
    }

    /// <summary>Proposes a new entry to whoever leads, until it is committed, and so once only.</summary>
    public async Task ProposeAsync(string entry)
    {
        while (true)
        {
            var coordinator = await CoordinatorAsync();
            var raftTerm = coordinator.Observer.LeadsIn;
            try
            {
                // Who leads has applied all that was committed before, so it tells whether an earlier attempt was.
                if (!coordinator.Machine.Entries.Contains(entry))
                {
                    await coordinator.ProposeAsync(entry);
                }

                return;
            }
            catch (NotCoordinatorException)
            {
                await coordinator.Observer.Changed.UntilAsync(
                    () => coordinator.Observer.LeadsIn is null || coordinator.Observer.LeadsIn != raftTerm, $"{coordinator.Name} leads no longer");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAllAsync();
        Directory.Delete(_root, recursive: true);
    }
}
