using Failover.Chaos.Rounds;
using Failover.Testing;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Failover.Chaos.Faults;

/// <summary>A process that says it is a member, on some data directory, and can reach no member.</summary>
internal sealed class LonelyProcess : IAsyncDisposable
{
    /// <summary>What a member logs once it has checked its directory and promises to go by it.</summary>
    private const string LogIsOpen = "The log is open";

    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    private readonly List<ReservedPort> _ports = [];
    private readonly DispatchCluster _cluster;
    private readonly MemberProcess _process;
    private readonly string _name;

    /// <param name="cluster">The cluster that it knows of.</param>
    /// <param name="member">Who it says it is.</param>
    /// <param name="directory">Its data directory.</param>
    /// <param name="name">A name for its own files.</param>
    /// <param name="settings">More settings.</param>
    public LonelyProcess(DispatchCluster cluster, string member, string directory, string name, params string[] settings)
    {
        _cluster = cluster;
        _name = name;
        _process = cluster.Start(
            member,
            $"{name}.out",
            [
                .. cluster.Arguments(member),
                .. cluster.Names.Select(other => $"--Failover:Members:{other}=127.0.0.1:{Reserve()}"),
                $"--TaskDispatch:Address=http://127.0.0.1:{Reserve()}",
                $"--TaskDispatch:Store:ConnectionString=Data Source={Path.Combine(cluster.Directory, $"{name}.db")}",
                $"--TaskDispatch:RecordDirectory={RecordDirectory}",
                $"--TaskDispatch:LogFile={Path.Combine(cluster.Directory, $"{name}-.clef")}",
                $"--Failover:DataDirectory={directory}",
                .. settings,
            ]);
    }

    /// <summary>Whether it ended with an error.</summary>
    public bool Failed => _process.HasExited && _process.ExitCode != 0;

    /// <summary>What it printed.</summary>
    public string Output
    {
        get
        {
            using var file = new FileStream(Path.Combine(_cluster.Directory, $"{_name}.out"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
    }

    /// <summary>What it put on the record.</summary>
    public IReadOnlyList<RecordLine> Lines => Directory.Exists(RecordDirectory) ? MemberRecordReader.ReadDirectory(RecordDirectory) : [];

    private string RecordDirectory => Path.Combine(_cluster.Directory, $"{_name}-records");

    /// <summary>Waits until it has opened its log or has ended; false when it does neither.</summary>
    public async Task<bool> StartsOrEndsAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var deadline = BootClock.NowNanoseconds + (long)(Patience.Of(StartBound).TotalMilliseconds * 1e6);
        while (await timer.WaitForNextTickAsync() && BootClock.NowNanoseconds < deadline)
        {
            if (_process.HasExited)
            {
                // So that what it printed last is there, too.
                await _process.Exited;
                return true;
            }

            if (Output.Contains(LogIsOpen, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends it at once.</summary>
    public async Task KillAsync()
    {
        _process.Send(ProcessSignal.Kill);
        await _process.Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _ports.ForEach(port => port.Dispose());
    }

    private int Reserve()
    {
        var port = new ReservedPort();
        _ports.Add(port);
        return port.Number;
    }
}
