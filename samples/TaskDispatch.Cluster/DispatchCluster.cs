using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Failover.Testing;
using TaskDispatch.Store;
using TaskDispatch.Working;

namespace TaskDispatch.Cluster;

/// <summary>Real TaskDispatch processes on this machine, with their database, records and logs in a temporary directory.</summary>
public sealed class DispatchCluster : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, MemberPlace> _places;
    private readonly Dictionary<string, HttpClient> _clients;
    private readonly List<ReservedPort> _ports = [];
    private readonly ConcurrentDictionary<string, MemberProcess> _members = new();
    private readonly Dictionary<string, LinkProxy> _proxies = [];
    private readonly string[] _settings;

    /// <summary>A cluster on loopback.</summary>
    /// <param name="size">How many members: n1, n2 …</param>
    /// <param name="settings">More settings for every member, as <c>--Key=Value</c>.</param>
    public DispatchCluster(int size, params string[] settings)
        : this((_, _) => null, size, links: null, settings)
    {
    }

    /// <summary>A cluster on loopback whose links run through proxies.</summary>
    /// <param name="size">How many members: n1, n2 …</param>
    /// <param name="links">The links between the members, which then run through proxies; or null.</param>
    /// <param name="settings">More settings for every member, as <c>--Key=Value</c>.</param>
    public DispatchCluster(int size, LinkTable? links, params string[] settings)
        : this((_, _) => null, size, links, settings)
    {
    }

    /// <summary>A cluster whose members live where they are told to.</summary>
    /// <param name="place">Where a member lives, by its name and the cluster's directory; null for loopback.</param>
    /// <param name="size">How many members: n1, n2 …</param>
    /// <param name="settings">More settings for every member, as <c>--Key=Value</c>.</param>
    public DispatchCluster(Func<string, string, MemberPlace?> place, int size, params string[] settings)
        : this(place, size, links: null, settings)
    {
    }

    private DispatchCluster(Func<string, string, MemberPlace?> place, int size, LinkTable? links, string[] settings)
    {
        _settings = settings;
        Directory = System.IO.Directory.CreateTempSubdirectory("failover-cluster-").FullName;
        _places = Enumerable.Range(1, size)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"n{number}"))
            .ToDictionary(name => name, name => place(name, Directory) ?? new MemberPlace($"127.0.0.1:{Reserve()}", $"http://127.0.0.1:{Reserve()}"));
        _clients = _places.ToDictionary(member => member.Key, member => CreateClient(member.Value));
        if (links is not null)
        {
            _proxies = _places.ToDictionary(
                member => member.Key,
                member => new LinkProxy(member.Key, IPEndPoint.Parse(member.Value.ClusterAddress).Port, links));
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

    /// <summary>Leaves the files where they are in the end, for whoever wants to know what happened.</summary>
    public bool KeepFiles { get; set; }

    /// <summary>The names of all members, running or not.</summary>
    public IReadOnlyList<string> Names => [.. _places.Keys];

    /// <summary>The members that were started and have not ended.</summary>
    public IEnumerable<string> Running => _members.Where(member => !member.Value.HasExited).Select(member => member.Key).Order(StringComparer.Ordinal);

    /// <summary>How to connect to the task store.</summary>
    public string ConnectionString => $"Data Source={Path.Combine(Directory, "tasks.db")}";

    public MemberPlace Place(string name) => _places[name];

    public string DataDirectory(string name) => _places[name].DataDirectory ?? Path.Combine(Directory, name);

    /// <summary>A client of one member, whoever leads; its requests take a second at the most.</summary>
    public HttpClient Http(string name) => _clients[name];

    /// <summary>Where a member serves HTTP.</summary>
    public Uri HttpAddress(string name) => new(Address(name));

    public MemberProcess Member(string name) => _members[name];

    /// <summary>Where a member serves HTTP.</summary>
    public string Address(string name) => _places[name].HttpAddress;

    public void StartAll()
    {
        System.IO.Directory.CreateDirectory(RecordDirectory);
        foreach (var name in Names)
        {
            Start(name);
        }
    }

    /// <summary>Starts a member, also again after it ended.</summary>
    public void Start(string name) => _members[name] = Start(name, $"{name}.out", Arguments(name));

    /// <summary>Starts a process that is none of the cluster's members, or that only says so. The caller disposes of it.</summary>
    /// <param name="name">The member it says it is; it is started in that member's surroundings.</param>
    /// <param name="output">The file in <see cref="Directory"/> that it prints to.</param>
    /// <param name="arguments">Its arguments, for example some of <see cref="Arguments"/>.</param>
    public MemberProcess Start(string name, string output, IEnumerable<string> arguments)
    {
        var proxy = _proxies.GetValueOrDefault(name);
        var opening = proxy?.Open() ?? 0;

        var writer = new StreamWriter(Path.Combine(Directory, output), append: true) { AutoFlush = true };
        var process = MemberProcess.Start(
            name,
            typeof(TaskDispatchOptions).Assembly.Location,
            arguments,
            line =>
            {
                lock (writer)
                {
                    writer.WriteLine(line);
                }
            },
            _places[name].Surroundings);
        _ = CloseAsync(process, writer, () => proxy?.Close(opening));
        return process;
    }

    /// <summary>What a member is started with. Of two settings with the same key the later one counts.</summary>
    public IEnumerable<string> Arguments(string name) =>
    [
        "--EndWithParent=true",
        $"--TaskDispatch:Member={name}",
        $"--TaskDispatch:Address={_places[name].HttpAddress}",
        "--TaskDispatch:OpenOnLoopback=true",
        $"--TaskDispatch:Store:ConnectionString={ConnectionString}",
        $"--TaskDispatch:RecordDirectory={RecordDirectory}",
        $"--TaskDispatch:LogFile={Path.Combine(Directory, $"{name}-.clef")}",
        "--TaskDispatch:TasksPerSecond=0",
        $"--Failover:DataDirectory={DataDirectory(name)}",
        .. _places.Keys.Select(member => $"--Failover:Members:{member}={Dialled(member)}"),
        .. _proxies.ContainsKey(name) ? [$"--Failover:ListenAddress={_places[name].ClusterAddress}"] : Array.Empty<string>(),
        .. _settings,
    ];

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
                answers.Add((await Http(name).GetStringAsync(new Uri("coordinator", UriKind.Relative))).Trim('"'));
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // It starts, or is stopped: the others know.
            }
        }

        return answers.Count == 1 && answers.Single() is { Length: > 0 } coordinator ? coordinator : null;
    }

    /// <summary>For a wait while all members start: one that has refused to will not come.</summary>
    /// <exception cref="DispatchClusterException">A member has ended.</exception>
    public void EnsureNobodyEnded()
    {
        if (Names.FirstOrDefault(name => _members[name].HasExited) is { } ended)
        {
            throw new DispatchClusterException($"{ended} has ended by itself, with exit code {_members[ended].ExitCode}.{DescribeLastLines()}");
        }
    }

    /// <summary>What each member printed last, and its errors before that, for the message of an error.</summary>
    public string DescribeLastLines()
    {
        const int Count = 15;
        const int LinesOfAnError = 4;
        return string.Concat(Names.Select(name => $"{Environment.NewLine}{name}:{Environment.NewLine}  "
            + string.Join($"{Environment.NewLine}  ", Telling([.. ReadLines(Path.Combine(Directory, $"{name}.out"))]))));

        static IEnumerable<string> Telling(string[] lines) =>
            lines.Where((_, index) => index >= lines.Length - Count || lines[Math.Max(0, index - LinesOfAnError + 1)..(index + 1)].Any(IsError));

        static bool IsError(string line) => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains(" FTL ", StringComparison.Ordinal);

        static IEnumerable<string> ReadLines(string path)
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            while (reader.ReadLine() is { } line)
            {
                yield return line;
            }
        }
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
        _ports.ForEach(port => port.Dispose());
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        if (!KeepFiles)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
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

    private static HttpClient CreateClient(MemberPlace place) =>
        new(MemberConnection.CreateHandler(place.Connect))
        {
            BaseAddress = new Uri(place.HttpAddress),
            Timeout = TimeSpan.FromSeconds(1),
        };

    private int Reserve()
    {
        var port = new ReservedPort();
        _ports.Add(port);
        return port.Number;
    }

    private string Dialled(string name) => _proxies.TryGetValue(name, out var proxy) ? $"127.0.0.1:{proxy.Port}" : _places[name].ClusterAddress;
}
