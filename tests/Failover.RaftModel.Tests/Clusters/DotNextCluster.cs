using System.Collections.Concurrent;
using System.Net;
using System.Text;
using DotNext.Net.Cluster;
using Failover.Consensus.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failover.RaftModel.Tests.Clusters;

/// <summary>Real members in one process, over loopback, with data directories that are deleted at the end.</summary>
internal sealed class DotNextCluster : IRaftCluster
{
    private readonly string _root = Directory.CreateTempSubdirectory("failover-raft-").FullName;
    private readonly TimeSpan _electionTimeout;
    private readonly Dictionary<string, EndPoint> _addresses;
    private readonly LossyNetwork _network = new();
    private readonly Signal _changed = new();
    private readonly List<MemberView> _lives = [];
    private readonly Dictionary<string, MemberView> _views = [];
    private readonly ConcurrentDictionary<string, RaftLog> _logs = new();

    // As each member does in a process of its own (decision 14); here there are many.
    static DotNextCluster() => ThreadPool.SetMinThreads(64, 64);

    /// <param name="size">The number of members.</param>
    /// <param name="electionTimeout">The shortest; longer where a scenario is about a leader that stays.</param>
    public DotNextCluster(int size, TimeSpan electionTimeout)
    {
        _electionTimeout = electionTimeout;
        Members = [.. Enumerable.Range(0, size).Select(place => ((char)('a' + place)).ToString())];
        _addresses = Members.ToDictionary(member => member, _ => (EndPoint)LoopbackNetwork.Reserve());
    }

    public IReadOnlyList<string> Members { get; }

    public int Attempts => 6;

    public IReadOnlyList<MemberView> Lives => _lives;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task StartAsync(string member)
    {
        var view = new MemberView(member, _changed.Raise);
        _lives.Add(view);
        _views[member] = view;
        var log = new RaftLog(
            SettingsOf(member),
            view,
            view,
            _network,
            _network.From(_addresses[member]),
            (other, _) => Task.FromResult(AskTerm(member, other)),
            TestMarks.Create(),
            NullLogger<RaftLog>.Instance,
            TimeProvider.System);
        _logs[member] = log;
        view.Stored = (raftTerm, index) =>
        {
            foreach (var other in this.OthersThan(member).Where(other => _network.Reaches(_addresses[member], _addresses[other])))
            {
                _logs.GetValueOrDefault(other)?.CoordinatorStored(raftTerm, index);
            }
        };
        await log.StartAsync(Token);
    }

    public async Task CrashAsync(string member)
    {
        _logs.TryRemove(member, out var log);

        // First nothing of it reaches anybody, and then it ends.
        var silenced = Members.Where(other => other != member).SelectMany(other => new[] { (From: member, To: other), (From: other, To: member) })
            .Where(way => _network.Reaches(_addresses[way.From], _addresses[way.To])).ToArray();
        Array.ForEach(silenced, way => Cut(way.From, way.To));
        _network.Break(_addresses[member]);
        await log!.DisposeAsync();
        Array.ForEach(silenced, way => Mend(way.From, way.To));
    }

    public void Cut(string from, string to) => _network.Cut(_addresses[from], _addresses[to]);

    public void Mend(string from, string to) => _network.Mend(_addresses[from], _addresses[to]);

    public Task ResignAsync(string member) => _logs[member].ResignAsync(Token);

    public Answer Propose(string member, string entry, long raftTerm) => Ask(async () =>
    {
        try
        {
            await _logs[member].ProposeAsync(Encoding.UTF8.GetBytes(entry), raftTerm, Token);
            return true;
        }
        catch (NotCoordinatorException)
        {
            return false;
        }
    });

    public Answer Confirm(string member, long raftTerm) => Ask(() => _logs[member].ConfirmLeadershipAsync(raftTerm, Token));

    public MemberView View(string member) => _views[member];

    public Promise PromiseOf(string member)
    {
        var record = CheckedFile.Read(Path.Combine(SettingsOf(member).DataDirectory, "member"), ConsensusJson.Default.MemberRecord)!;
        var vote = record.Vote is { } hex ? new ClusterMemberId(Convert.FromHexString(hex)) : (ClusterMemberId?)null;
        return new Promise(record.RaftTerm, Members.FirstOrDefault(name => ClusterMemberId.FromEndPoint(_addresses[name]) == vote));
    }

    public async Task MissElectionsAsync(string member, int terms)
    {
        var settings = SettingsOf(member);
        await using var log = await OpenLog.OpenAsync(settings, new MemberView(member, static () => { }), TestMarks.Create(), () => long.MaxValue, _ => { }, Token);
        for (var count = 0; count < terms; count++)
        {
            await ((DotNext.Net.Cluster.Consensus.Raft.IPersistentState)log.Storage)
                .IncrementTermAsync(ClusterMemberId.FromEndPoint(_addresses[member]), Token);
        }

        await log.Storage.KeepPromisesAsync(Token);
    }

    public Task UntilAsync(Func<bool> condition, string what) => _changed.UntilAsync(condition, what);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_logs.Values.Select(log => log.DisposeAsync().AsTask()));
        Directory.Delete(_root, recursive: true);
    }

    private long? AskTerm(string from, string to) =>
        _network.Reaches(_addresses[from], _addresses[to]) && _network.Reaches(_addresses[to], _addresses[from]) && _logs.TryGetValue(to, out var log)
            ? log.RaftTerm
            : null;

    private Answer Ask(Func<Task<bool>> question)
    {
        var answer = new Answer();
        _ = WaitAsync();
        return answer;

        async Task WaitAsync()
        {
            try
            {
                answer.Set(await question());
            }
            catch (Exception) when (answer.Value is null)
            {
                // The member ended, or the test does.
                answer.Set(false);
            }

            _changed.Raise();
        }
    }

    private ConsensusSettings SettingsOf(string member) => new()
    {
        ClusterId = "test",
        Self = member,
        Members = _addresses,
        DataDirectory = Path.Combine(_root, member),

        // As in the model.
        EntriesPerSnapshot = 12,
        LowerElectionTimeout = _electionTimeout,
        UpperElectionTimeout = _electionTimeout * 3 / 2,
        RequestTimeout = _electionTimeout / 3,
        ConnectTimeout = _electionTimeout / 3,
    };
}
