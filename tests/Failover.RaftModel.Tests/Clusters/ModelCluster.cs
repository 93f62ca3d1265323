using System.Text;
using Failover.Simulation.Engine;
using Failover.Simulation.Model;

namespace Failover.RaftModel.Tests.Clusters;

/// <summary>The simulation's model of Raft; time passes only while a scenario waits.</summary>
internal sealed class ModelCluster : IRaftCluster
{
    private const long Step = 500;
    private const long Limit = 60_000_000;
    private const long RestartTakes = 50_000;
    private readonly Agenda _agenda = new();
    private readonly Network _network;
    private readonly RaftGroup _group;
    private readonly List<MemberView> _lives = [];
    private readonly Dictionary<string, ModelMember> _members = [];

    public ModelCluster(int size, ulong seed)
    {
        var random = new Prng(seed);
        _network = new Network(_agenda, random, size, random.Chance(80) ? 1_500 : 15_000);
        _group = new RaftGroup(size)
        {
            Agenda = _agenda,
            Random = random,
            Network = _network,
            Coverage = Coverage,
            Trace = new Trace(_agenda, isOn: false),
            LeaderNoticesLostQuorum = true,
            AsksFirst = true,
            LeaderTellsStored = true,
        };
        Members = [.. Enumerable.Range(0, size).Select(RaftGroup.NameOf)];
    }

    public Coverage Coverage { get; } = new();

    public IReadOnlyList<string> Members { get; }

    public int Attempts => 1;

    public IReadOnlyList<MemberView> Lives => _lives;

    public Task StartAsync(string member)
    {
        var life = new ModelMember(new MemberView(member, static () => { }));
        _lives.Add(life.View);
        _members[member] = life;
        life.View.Stored = (raftTerm, index) =>
        {
            foreach (var other in this.OthersThan(member).Where(other => _network.Reaches(Place(member), Place(other))))
            {
                _agenda.After(_network.Delay(Place(member), Place(other)), () => Node(other).LeaderStored(raftTerm, index));
            }
        };
        Node(member).Start(life);
        return Task.CompletedTask;
    }

    public Task CrashAsync(string member)
    {
        var life = _members[member];
        life.IsAlive = false;
        Node(member).Stop();
        life.Open.ForEach(answer => answer.Set(false));

        // No process is back so soon that it meets what was still on its way to the last.
        _agenda.RunUntil(_agenda.Now + RestartTakes);
        return Task.CompletedTask;
    }

    public void Cut(string from, string to) => _network.Cut(Place(from), Place(to));

    public void Mend(string from, string to) => _network.Mend(Place(from), Place(to));

    public Task ResignAsync(string member)
    {
        Node(member).Resign(Node(member).Term);
        return Task.CompletedTask;
    }

    public Answer Propose(string member, string entry, long raftTerm)
    {
        var answer = Ask(member);
        Node(member).Propose(Encoding.UTF8.GetBytes(entry), raftTerm, answer.Set);
        return answer;
    }

    public Answer Confirm(string member, long raftTerm)
    {
        var answer = Ask(member);
        Node(member).Barrier(raftTerm, answer.Set);
        return answer;
    }

    public MemberView View(string member) => _members[member].View;

    public Promise PromiseOf(string member) => new(Node(member).Term, Node(member).Vote);

    public Task MissElectionsAsync(string member, int terms)
    {
        Node(member).MissElections(terms);
        return Task.CompletedTask;
    }

    public Task UntilAsync(Func<bool> condition, string what)
    {
        for (var end = _agenda.Now + Limit; !condition();)
        {
            if (_agenda.Now >= end)
            {
                throw new TimeoutException($"Waited in vain in the model: {what}.");
            }

            _agenda.RunUntil(_agenda.Now + Step);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Answer Ask(string member)
    {
        var answer = new Answer();
        _members[member].Open.Add(answer);
        return answer;
    }

    private static int Place(string member) => member[0] - 'a';

    private Simulation.Model.RaftNode Node(string member) => _group.Nodes[Place(member)];
}
