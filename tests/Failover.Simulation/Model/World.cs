using Failover.Simulation.Checks;
using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>A whole simulated cluster: hosts, clocks, network, Raft, processes; one seed decides everything in it.</summary>
internal sealed class World
{
    private const long DialTimeout = 500_000;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RaftGroup _raft;

    public World(WorldSettings settings, ulong seed, Coverage coverage, bool trace)
    {
        Settings = settings;
        Random = new Prng(seed);
        Coverage = coverage;
        Trace = new Trace(Agenda, trace);
        Network = new Network(Agenda, Random, settings.Members + 1, settings.LongestDelay);
        History = new History(this);
        OwnPolicy = new OwnPolicy(this);
        ConnectionPatience = Random.Between(400_000, 8_000_000);
        _raft = new RaftGroup(settings.Members)
        {
            Agenda = Agenda,
            Random = Random,
            Network = Network,
            Coverage = coverage,
            Trace = Trace,
            LeaderNoticesLostQuorum = settings.LeaderNoticesLostQuorum,
            AsksFirst = settings.AsksFirst,
            LeaderTellsStored = settings.TellsStored,
        };
        for (var place = 0; place < settings.Members; place++)
        {
            var clock = new HostClock(Random.Between(1_000_000, 1_000_000_000), settings.ClockRates[place]);
            Hosts.Add(new Host(place, WorldSettings.NameOf(place), clock, _raft.Nodes[place]));
        }
    }

    public WorldSettings Settings { get; }

    public Agenda Agenda { get; } = new();

    /// <summary>Decides what the plan of faults does not: delays, time-outs, ids.</summary>
    public Prng Random { get; }

    public Coverage Coverage { get; }

    public Trace Trace { get; }

    public Network Network { get; }

    public History History { get; }

    /// <summary>The hosts of the members, by place.</summary>
    public List<Host> Hosts { get; } = [];

    /// <summary>A process that uses a member's name at an address that is not the member's, or null.</summary>
    public MemberProcess? Impostor { get; private set; }

    /// <summary>How long a connection is kept whose packets do not arrive, in microseconds.</summary>
    public long ConnectionPatience { get; }

    public int QuarantineMs => 1_000;

    /// <summary>The policy that the application brings, which may fail.</summary>
    public OwnPolicy OwnPolicy { get; }

    /// <summary>Whether nothing goes wrong any more.</summary>
    public bool IsHealed { get; set; }

    /// <summary>All living processes.</summary>
    public IEnumerable<MemberProcess> Processes
    {
        get
        {
            foreach (var host in Hosts)
            {
                if (host.Process is { } process)
                {
                    yield return process;
                }
            }

            if (Impostor is { IsAlive: true } impostor)
            {
                yield return impostor;
            }
        }
    }

    public DateTimeOffset WallClock(Host host) => Start + host.Clock.Read(Agenda.Now) + host.WallClockError;

    public void StartProcess(Host host)
    {
        host.IsOn = true;
        if (host.Process is null)
        {
            host.Process = new MemberProcess(this, host, Random.NextGuid());
            Trace.Line($"{host.Member}: process starts");
            host.Process.CoordinatorChanged(null);
            host.Raft!.Start(host.Process);
            if (host.Unfit is not null)
            {
                host.Process.Post(now => host.Process.Session.SetFitness(host.Unfit, now));
            }
        }
    }

    /// <summary>A second process takes a member's name, elsewhere. It knows who coordinates, and nothing else.</summary>
    public void StartImpostor(string member, long duration)
    {
        if (Impostor is { IsAlive: true })
        {
            return;
        }

        var host = new Host(Settings.Members, member, new HostClock(5_000_000, 0), null);
        var process = new MemberProcess(this, host, Random.NextGuid());
        Impostor = process;
        Trace.Line($"{member}: a second process starts elsewhere");
        Inform(process);
        Agenda.After(duration, () => process.Die(silently: false));
    }

    public void Dial(MemberProcess from, string member)
    {
        var target = Hosts.First(host => host.Member == member);
        Agenda.After(Network.Delay(from.Host.Place, target.Place), () =>
        {
            var server = target.Process;
            if (!Network.Reaches(from.Host.Place, target.Place) || !target.IsOn || server is { IsPaused: true })
            {
                Agenda.After(DialTimeout, () => from.Post(now => from.Session.DialFailed(member, now)));
                return;
            }

            var back = Network.Delay(target.Place, from.Host.Place);
            if (server is not { IsListening: true } || !from.IsAlive)
            {
                Agenda.After(back, () => from.Post(now => from.Session.DialFailed(member, now)));
                return;
            }

            Connect(from, server, member, back);
        });
    }

    /// <summary>Asks the configured address of a member who answers there.</summary>
    public void Probe(MemberProcess from, string member, Action<ProbeAnswer> answer)
    {
        var target = Hosts.First(host => host.Member == member);
        var silent = new ProbeAnswer(false, null);
        Agenda.After(Network.Delay(from.Host.Place, target.Place), () =>
        {
            var process = target.Process;
            if (!Network.Reaches(from.Host.Place, target.Place) || !target.IsOn || process is { IsPaused: true })
            {
                Coverage.Mark("probe silent");
                Agenda.After(DialTimeout, () => answer(silent));
                return;
            }

            var found = process is { IsListening: true } ? new ProbeAnswer(false, process.Id) : new ProbeAnswer(true, null);
            Agenda.After(Network.Delay(target.Place, from.Host.Place), () =>
            {
                if (Network.Reaches(target.Place, from.Host.Place))
                {
                    Coverage.Mark(found.Refused ? "probe refused" : "probe answered");
                    answer(found);
                }
                else
                {
                    Coverage.Mark("probe silent");
                    Agenda.After(DialTimeout, () => answer(silent));
                }
            });
        });
    }

    public MemberSettings SessionSettings(Host host, Guid process) => new()
    {
        Member = host.Member,
        Process = process,
        Enrolments = host.Place == Settings.Witness
            ? []
            : [.. Enumerable.Range(1, Settings.Elections).Select(election => new Enrolment($"e{election}", PriorityOf(host), Settings.PolicyOf(election - 1)))],
        Labels = Settings.LabelsOf(host.Place),
        Lease = Settings.Lease,
        SafetyMargin = Settings.SafetyMargin,
        RenewalInterval = Settings.RenewalInterval,
    };

    public CoordinatorSettings CoordinatorSettings(Host host) => new()
    {
        Self = host.Member,
        Members = [.. Enumerable.Range(0, Settings.Members).Select(WorldSettings.NameOf)],
        Lease = Settings.Lease,
        RenewalInterval = Settings.RenewalInterval,
        HeartbeatInterval = Settings.HeartbeatInterval,
        ConfirmCrashes = Settings.ConfirmCrashes,
        HandOverTimeout = WorldSettings.HandOverTimeout,
        ResignationQuarantine = TimeSpan.FromMilliseconds(QuarantineMs),
    };

    private int PriorityOf(Host host) => host.Place < Settings.Members ? Settings.Priorities[host.Place] : 9;

    private void Connect(MemberProcess from, MemberProcess server, string member, long back)
    {
        var (client, accepted) = (from.AddChannel(isDialled: true), server.AddChannel(isDialled: false));
        ChannelEnd.Join(client, accepted);
        Agenda.After(back, () =>
        {
            if (Network.Reaches(server.Host.Place, from.Host.Place))
            {
                from.Post(now => from.Session.Dialled(member, client.Number, now));
                return;
            }

            Agenda.After(DialTimeout, () =>
            {
                client.Close();
                from.Post(now => from.Session.DialFailed(member, now));
            });
        });
    }

    private void Inform(MemberProcess impostor)
    {
        if (!impostor.IsAlive)
        {
            return;
        }

        RaftNode? leader = null;
        foreach (var node in _raft.Nodes.Where(node => node.IsLeader))
        {
            leader = leader is null || node.Term > leader.Term ? node : leader;
        }

        impostor.CoordinatorChanged(leader is null ? null : WorldSettings.NameOf(leader.Self));
        Agenda.After(100_000, () => Inform(impostor));
    }
}
