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

    public LoopbackNetwork Network { get; } = new();

    public int EntriesPerSnapshot { get; init; } = 2_000;

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

    /// <summary>Proposes to whoever leads, until it is accepted.</summary>
    public async Task ProposeAsync(string entry)
    {
        while (true)
        {
            try
            {
                await (await CoordinatorAsync()).ProposeAsync(entry);
                return;
            }
            catch (NotCoordinatorException)
            {
                // Deposed between the two steps. Nobody but the test proposes, so it may be tried again when not applied.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAllAsync();
        Directory.Delete(_root, recursive: true);
    }
}
