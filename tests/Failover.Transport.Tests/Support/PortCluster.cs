using System.Net;
using Failover.Testing;

namespace Failover.Transport.Tests;

/// <summary>Members a, b and c, of which a test starts the ports that it needs; over TCP on free ports, or in memory.</summary>
internal sealed class PortCluster : IAsyncDisposable
{
    private readonly Dictionary<string, EndPoint> _members = [];
    private readonly List<ClusterPort> _ports = [];
    private readonly InMemoryNetwork? _memory;
    private readonly TimeProvider _timeProvider;

    public PortCluster(InMemoryNetwork? memory = null, TimeProvider? timeProvider = null)
    {
        _memory = memory;
        _timeProvider = timeProvider ?? TimeProvider.System;
        foreach (var name in new[] { "a", "b", "c" })
        {
            _members[name] = memory?.AddressOf(name) ?? new IPEndPoint(IPAddress.Loopback, 1);
        }
    }

    /// <summary>For probes that are to end in silence.</summary>
    public static ClusterPortOptions ProbeBriefly(ClusterPortOptions options) =>
        options with { ProbeTimeout = TimeSpan.FromMilliseconds(200) };

    public IReadOnlyDictionary<string, FakeMarkBook> Marks { get; } = new[] { "a", "b", "c" }.ToDictionary(name => name, _ => new FakeMarkBook());

    public RecordingLogger Log { get; } = new();

    public long RaftTerm { get; set; } = 7;

    public IDictionary<string, EndPoint> Members => _members;

    public IReadOnlyDictionary<string, EndPoint> Addresses => _members;

    public ClusterPortOptions OptionsOf(string member) => new()
    {
        ClusterId = "test",
        Self = member,
        Process = Guid.NewGuid(),
        Members = _members,
        ProbeTimeout = Eventually.Patience,
        ListenEndPoint = _memory is null ? new IPEndPoint(IPAddress.Loopback, 0) : null,
    };

    /// <summary>Starts a member's port, and tells the others its address.</summary>
    public async Task<ClusterPort> StartAsync(string member, Func<ClusterPortOptions, ClusterPortOptions>? change = null)
    {
        var port = Create(member, change);
        await port.StartAsync(TestContext.Current.CancellationToken);
        _members[member] = port.LocalEndPoint!;
        return port;
    }

    public ClusterPort Create(string member, Func<ClusterPortOptions, ClusterPortOptions>? change = null)
    {
        var options = OptionsOf(member);
        IClusterNetwork network = _memory?.For(member) ?? new TcpClusterNetwork(TimeProvider.System);
        var port = new ClusterPort(change?.Invoke(options) ?? options, network, () => RaftTerm, Marks[member], _timeProvider, Log);
        _ports.Add(port);
        return port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var port in _ports)
        {
            await port.DisposeAsync();
            Assert.Equal(0, port.OpenConnections);
        }
    }
}
