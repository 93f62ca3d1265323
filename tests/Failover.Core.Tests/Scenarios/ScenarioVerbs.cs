using System.Globalization;
using Failover.Simulation.Model;

namespace Failover.Core.Tests.Scenarios;

/// <summary>The verbs of scenarios.</summary>
internal sealed class ScenarioVerbs(World world)
{
    private const string Election = "e1";
    private readonly Dictionary<string, MemberProcess> _paused = [];

    public void Do(string[] words)
    {
        var arguments = words[1..];
        switch (words[0])
        {
            case "start":
                arguments.ToList().ForEach(name => world.StartProcess(Host(name)));
                break;
            case "advance":
                world.Agenda.RunUntil(world.Agenda.Now + (long.Parse(arguments[0], CultureInfo.InvariantCulture) * 1_000));
                break;
            case "kill":
                Host(arguments[0]).Process!.Die(silently: false);
                break;
            case "kill-all":
                world.Processes.ToList().ForEach(process => process.Die(silently: false));
                break;
            case "power-off":
                var host = Host(arguments[0]);
                host.IsOn = false;
                host.Process!.Die(silently: true);
                break;
            case "pause-process":
                _paused[arguments[0]] = Process(arguments[0]);
                _paused[arguments[0]].Pause();
                break;
            case "resume-process":
                _paused[arguments[0]].Resume();
                break;
            case "cut":
                world.Network.Cut(Host(arguments[0]).Place, Host(arguments[1]).Place);
                break;
            case "isolate":
                Isolate(Host(arguments[0]));
                break;
            case "mend":
                world.Network.Mend();
                break;
            case "second-process":
                world.StartImpostor(Host(arguments[0]).Member, 60_000_000);
                break;
            case "state":
                State();
                break;
            case "quiet":
                world.Trace.Take();
                break;
            default:
                DoToApplication(words[0], arguments);
                break;
        }
    }

    private void DoToApplication(string verb, string[] arguments)
    {
        switch (verb)
        {
            case "application":
                Host(arguments[0]).Behaviour = Enum.Parse<AppBehaviour>(arguments[1], ignoreCase: true);
                break;
            case "recover":
                Host(arguments[0]).Behaviour = AppBehaviour.Prompt;
                Process(arguments[0]).RecoverApplication();
                break;
            case "unfit":
                Process(arguments[0]).Post(now => Process(arguments[0]).Session.SetFitness("disk full", now));
                break;
            case "resign":
                var leader = Process("leader");
                leader.Post(_ => leader.Session.Resign(Election, leader.Held.Terms[Election], VacancyCause.Resigned, "tired", 3_000));
                break;
            case "shutdown":
                Process(arguments[0]).Shutdown();
                break;
            case "listener-fails":
                Process(arguments[0]).FailListener();
                break;
            default:
                Ask(verb, arguments);
                break;
        }
    }

    /// <summary>Operators speak through the first process that goes on; the last word is the key. Of a decision the first is who decides.</summary>
    private void Ask(string verb, string[] arguments)
    {
        var by = new OperatorNote("ann", "maintenance", arguments[^1]);
        var election = Newest().Elections.GetValueOrDefault(Election);
        OperatorCommand command = verb switch
        {
            "policy" => new OperatorCommand.SetPolicy(Election, Policy(arguments[..^1]), by),
            "approve" => new OperatorCommand.Approve(
                Election, Request(arguments, election), (int)Number(arguments, "revision", election?.Request?.Revision ?? 1), Word(arguments, "candidate"), arguments.Contains("force"), by with { Actor = arguments[0] }),
            "reject" => new OperatorCommand.Reject(
                Election, Request(arguments, election), (int)Number(arguments, "revision", election?.Request?.Revision ?? 1), by with { Actor = arguments[0] }),
            "promote" => new OperatorCommand.PromoteMember(Election, election!.Term, Host(arguments[0]).Member, arguments.Contains("force"), by),
            "let-resign" => new OperatorCommand.ResignLeader(Election, by),
            "hand-over" => new OperatorCommand.HandOverLeadership(Election, arguments.Length > 1 ? Host(arguments[0]).Member : null, by),
            "drain" => new OperatorCommand.DrainMember(Host(arguments[0]).Member, by),
            "undrain" => new OperatorCommand.UndrainMember(Host(arguments[0]).Member, by),
            "pause" => new OperatorCommand.PauseElection(Election, null, by),
            "resume" => new OperatorCommand.ResumeElection(Election, by),
            "depose" => new OperatorCommand.DeposeLeader(Election, Process("leader").State.Elections[Election].Term, by),
            _ => throw new ArgumentException($"There is no verb '{verb}'."),
        };
        var via = world.Processes.First(process => !process.IsPaused);
        via.Post(_ => via.Session.Ask(command));
    }

    private static PromotionPolicy Policy(string[] words)
    {
        var timeout = Word(words, "timeout")?.Split(':');
        return new PromotionPolicy
        {
            Name = words[0],
            Approvals = (int)Number(words, "approvals", 1),
            RequestTimeoutMs = timeout is null ? null : long.Parse(timeout[0], CultureInfo.InvariantCulture),
            OnRequestTimeout = timeout is null ? RequestTimeoutAction.Escalate : Enum.Parse<RequestTimeoutAction>(timeout[1], ignoreCase: true),
            MostPromotions = Word(words, "most") is null ? null : (int)Number(words, "most", 0),
            WindowMs = Number(words, "window", 600_000),
        };
    }

    private static long Request(string[] words, ElectionState? election) => Number(words, "request", election?.Request?.Number ?? 1);

    private static long Number(string[] words, string name, long otherwise) =>
        Word(words, name) is { } value ? long.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    private static string? Word(string[] words, string name) =>
        words.FirstOrDefault(word => word.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private ClusterState Newest() => world.Processes.MaxBy(process => process.State.Index)!.State;

    private void Isolate(Host host)
    {
        foreach (var other in world.Hosts.Where(other => other != host))
        {
            world.Network.Cut(host.Place, other.Place);
            world.Network.Cut(other.Place, host.Place);
        }
    }

    private void State()
    {
        var state = Newest();
        foreach (var election in state.Elections.Values)
        {
            var acting = world.Processes.Where(process => process.Held.IsHeld(election.Name, out _)).Select(process => process.Host.Member);
            var vacancy = election.Leader is { } leader ? $"led by {leader}" : $"vacant ({election.Cause})";
            world.Trace.Line($"{election.Name}: term {election.Term}, {vacancy}; acting: {string.Join(", ", acting)}");
            if (election.Request is { } request)
            {
                var by = string.Join(", ", request.Approvals.Select(approval => $"{approval.By.Actor} for {approval.Candidate}"));
                world.Trace.Line($"request {request.Number}.{request.Revision} for {request.Candidate?.ToString() ?? "nobody"}: {request.Approvals.Count} of {request.ApprovalsNeeded} approvals ({by})");
            }

            foreach (var passed in election.PassedOver)
            {
                world.Trace.Line($"passed over: {passed.Session} ({passed.Reason})");
            }
        }

        var sessions = state.Members.Values.Where(member => member.Session is not null).Select(member => member.Session!.Id);
        world.Trace.Line($"open sessions: {string.Join(", ", sessions)}");
    }

    private Host Host(string name) => name switch
    {
        "leader" => world.Hosts.First(IsLeader),
        "coordinator" => world.Hosts.First(IsCoordinator),
        "other" => world.Hosts.First(host => host.Process is not null && !IsLeader(host) && !IsCoordinator(host)),
        _ => world.Hosts.First(host => host.Member == name),
    };

    private MemberProcess Process(string name) => Host(name).Process ?? throw new ArgumentException($"Nothing runs on '{name}'.");

    private static bool IsLeader(Host host) => host.Process?.Held.Terms.ContainsKey(Election) == true;

    private static bool IsCoordinator(Host host) => host.Process?.Coordinator.IsLeading == true;
}
