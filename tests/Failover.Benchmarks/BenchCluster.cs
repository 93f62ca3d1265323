using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Failover.Testing;

namespace Failover.Benchmarks;

/// <summary>Three real member processes, and what they print.</summary>
/// <param name="form">What the processes run.</param>
internal sealed class BenchCluster(Form form) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("failover-bench-").FullName;
    private readonly ReservedPort[] _ports = [new(), new(), new()];
    private readonly ConcurrentDictionary<string, MemberProcess> _members = new();
    private readonly ConcurrentQueue<(string Member, string What, string Value, long At)> _lines = new();
    private readonly SemaphoreSlim _arrived = new(0);

    public IEnumerable<MemberProcess> Members => _members.Values;

    public MemberProcess Member(string name) => _members[name];

    /// <summary>Connects to a member, as whoever wants to see when the operating system closes its connections.</summary>
    public async Task<TcpClient> ConnectAsync(string name)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _ports[int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture) - 1].Number);
        return client;
    }

    /// <summary>Where a member keeps its data.</summary>
    public string DirectoryOf(string name) => Path.Combine(_directory, name);

    public void StartAll()
    {
        for (var i = 1; i <= _ports.Length; i++)
        {
            Start($"n{i}");
        }
    }

    public void Start(string name)
    {
        string[] ports = [.. _ports.Select(port => port.Number.ToString(CultureInfo.InvariantCulture))];
        _members[name] = MemberProcess.Start(
            name,
            form.Program,
            [.. form.Arguments, "member", name, DirectoryOf(name), .. ports],
            line => Take(name, line));
    }

    /// <summary>Waits for the next line of that kind, and forgets those before it.</summary>
    public async Task<(string Member, string Value, long At)> NextAsync(string what, TimeSpan? patience = null)
    {
        using var ended = new CancellationTokenSource(patience ?? Patience);
        while (true)
        {
            await _arrived.WaitAsync(ended.Token);
            if (_lines.TryDequeue(out var line) && line.What == what)
            {
                return (line.Member, line.Value, line.At);
            }
        }
    }

    public async Task<string> CoordinatorAsync(string askedMember)
    {
        await Member(askedMember).WriteLineAsync("coordinator");
        return (await NextAsync("coordinator")).Value;
    }

    /// <summary>What arrives within that time.</summary>
    public async Task<IReadOnlyList<(string What, long At)>> WithinAsync(TimeSpan time)
    {
        List<(string, long)> arrived = [];
        var clock = Stopwatch.StartNew();
        for (var left = time; left > TimeSpan.Zero; left = time - clock.Elapsed)
        {
            if (await _arrived.WaitAsync(left) && _lines.TryDequeue(out var line))
            {
                arrived.Add((line.What, line.At));
            }
        }

        return arrived;
    }

    /// <summary>Has a member say when it knows another coordinator than that one: a line "succeeded".</summary>
    public async Task AwaitSuccessorAsync(string askedMember, string coordinator)
    {
        await Member(askedMember).WriteLineAsync($"successor {coordinator}");
        await NextAsync("coordinator");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members.Values)
        {
            await member.DisposeAsync();
        }

        foreach (var port in _ports)
        {
            port.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
        _arrived.Dispose();
    }

    private void Take(string member, string line)
    {
        var words = line.Split(' ');
        if (words is ["began" or "ended" or "succeeded", var term, var at])
        {
            _lines.Enqueue((member, words[0], term, long.Parse(at, CultureInfo.InvariantCulture)));
            _arrived.Release();
        }
        else if (words is ["coordinator", var name])
        {
            _lines.Enqueue((member, words[0], name, 0));
            _arrived.Release();
        }
        else
        {
            Console.Error.WriteLine($"{member}: {line}");
        }
    }
}
