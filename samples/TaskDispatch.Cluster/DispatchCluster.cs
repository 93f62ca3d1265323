using System.Collections.Concurrent;
using System.Globalization;
using Failover.Testing;
using TaskDispatch.Store;

namespace TaskDispatch.Cluster;

/// <summary>Real TaskDispatch processes on this machine, with their database, records and logs in a temporary directory.</summary>
public sealed class DispatchCluster : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(1) };

    private readonly Dictionary<string, (ReservedPort Cluster, ReservedPort Http)> _ports;
    private readonly ConcurrentDictionary<string, MemberProcess> _members = new();
    private readonly Dictionary<string, LinkProxy> _proxies = [];
    private readonly string[] _settings;

    /// <param name="size">How many members: n1, n2 …</param>
    /// <param name="settings">More settings for every member, as <c>--Key=Value</c>.</param>
    public DispatchCluster(int size, params string[] settings)
        : this(size, links: null, settings)
    {
    }

    /// <param name="size">How many members: n1, n2 …</param>
    /// <param name="links">The links between the members, which then run through proxies; or null.</param>
    /// <param name="settings">More settings for every member, as <c>--Key=Value</c>.</param>
    public DispatchCluster(int size, LinkTable? links, params string[] settings)
    {
        _settings = settings;
        Directory = System.IO.Directory.CreateTempSubdirectory("failover-cluster-").FullName;
        _ports = Enumerable.Range(1, size).ToDictionary(
            number => string.Create(CultureInfo.InvariantCulture, $"n{number}"),
            _ => (new ReservedPort(), new ReservedPort()));
        if (links is not null)
        {
            _proxies = _ports.ToDictionary(member => member.Key, member => new LinkProxy(member.Key, member.Value.Cluster.Number, links));
        }

        Records = new RecordTail(RecordDirectory);
        Store = new SqliteTaskStore(ConnectionString);
    }

    /// <summary>Everything that the members write.</summary>
    public string Directory { get; }

    public string RecordDirectory => Path.Combine(Directory, "records");

    /// <summary>The task store, as a client sees it.</summary>
    public ITaskStore Store { get; }

    public RecordTail Records { get; }

    /// <summary>The names of all members, running or not.</summary>
    public IReadOnlyList<string> Names => [.. _ports.Keys];

    /// <summary>The members that were started and have not ended.</summary>
    public IEnumerable<string> Running => _members.Where(member => !member.Value.HasExited).Select(member => member.Key).Order(StringComparer.Ordinal);

    private string ConnectionString => $"Data Source={Path.Combine(Directory, "tasks.db")}";

    /// <summary>Where a member serves HTTP.</summary>
    public Uri HttpAddress(string name) => new(Address(name));

    public MemberProcess Member(string name) => _members[name];

    public void StartAll()
    {
        System.IO.Directory.CreateDirectory(RecordDirectory);
        foreach (var name in Names)
        {
            Start(name);
        }
    }

    /// <summary>Starts a member, also again after it ended.</summary>
    public void Start(string name)
    {
        var proxy = _proxies.GetValueOrDefault(name);
        var opening = proxy?.Open() ?? 0;

        var output = new StreamWriter(Path.Combine(Directory, $"{name}.out"), append: true) { AutoFlush = true };
        var process = MemberProcess.Start(name, typeof(TaskDispatch.TaskDispatchOptions).Assembly.Location, Arguments(name), line =>
        {
            lock (output)
            {
                output.WriteLine(line);
            }
        });
        _members[name] = process;
        _ = CloseAsync(process, output, () => proxy?.Close(opening));
    }

    /// <summary>Waits until a process has ended, and forgets it.</summary>
    public async Task EndAsync(string name)
    {
        await _members[name].Exited;
        await _members[name].DisposeAsync();
    }

    /// <summary>Asks the members who coordinates; null while they do not know, or do not agree.</summary>
    public async Task<string?> FindCoordinatorAsync()
    {
        HashSet<string> answers = [];
        foreach (var name in Running)
        {
            try
            {
                answers.Add((await Http.GetStringAsync(new Uri($"{Address(name)}/coordinator"))).Trim('"'));
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // It starts, or is stopped: the others know.
            }
        }

        return answers.Count == 1 && answers.Single() is { Length: > 0 } coordinator ? coordinator : null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members.Values)
        {
            await member.DisposeAsync();
        }

        foreach (var proxy in _proxies.Values)
        {
            proxy.Dispose();
        }

        await Store.DisposeAsync();
        Records.Dispose();
        foreach (var (cluster, http) in _ports.Values)
        {
            cluster.Dispose();
            http.Dispose();
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static async Task CloseAsync(MemberProcess process, StreamWriter output, Action refuse)
    {
        await process.Exited;

        // Rule 6: from now on its address refuses, as the system's own does for a port that nobody listens on.
        refuse();
        lock (output)
        {
            output.Dispose();
        }
    }

    private int Dialled(string name) => _proxies.TryGetValue(name, out var proxy) ? proxy.Port : _ports[name].Cluster.Number;

    private string Address(string name) => $"http://127.0.0.1:{_ports[name].Http.Number}";

    private IEnumerable<string> Arguments(string name) =>
    [
        "--EndWithParent=true",
        $"--TaskDispatch:Member={name}",
        $"--TaskDispatch:Address={Address(name)}",
        $"--TaskDispatch:Store:ConnectionString={ConnectionString}",
        $"--TaskDispatch:RecordDirectory={RecordDirectory}",
        $"--TaskDispatch:LogFile={Path.Combine(Directory, $"{name}-.clef")}",
        "--TaskDispatch:TasksPerSecond=0",
        $"--Failover:DataDirectory={Path.Combine(Directory, name)}",
        .. _ports.Select(member => $"--Failover:Members:{member.Key}=127.0.0.1:{Dialled(member.Key)}"),
        .. _proxies.ContainsKey(name) ? [$"--Failover:ListenAddress=127.0.0.1:{_ports[name].Cluster.Number}"] : Array.Empty<string>(),
        .. _settings,
    ];
}
