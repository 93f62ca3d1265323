using Failover.Simulation.Model;

namespace Failover.Simulation.Faults;

/// <summary>Lets the faults of a plan happen to a world, and heals it afterwards.</summary>
internal sealed class FaultInjector(World world, IReadOnlyList<Fault> plan)
{
    private readonly OperatorDesk _desk = new(world);

    public void Schedule()
    {
        foreach (var fault in plan)
        {
            world.Agenda.At(fault.At, () => Happen(fault));
        }
    }

    /// <summary>Ends what a fault left behind: operators undo what they did, applications go on, everything runs.</summary>
    public void Heal()
    {
        world.Trace.Line($"FAULTS ARE OVER");
        world.IsHealed = true;
        foreach (var host in world.Hosts)
        {
            host.Behaviour = AppBehaviour.Prompt;
            host.ApplyLag = 0;
            SetFitness(host, null);
            world.StartProcess(host);
            host.Process!.CrashAfterOutputs = null;
            host.Process.RecoverApplication();
        }

        Supervise();
    }

    /// <summary>Somebody starts what has stopped, takes back what is drained or paused, and decides what waits for operators.</summary>
    private void Supervise()
    {
        foreach (var host in world.Hosts)
        {
            world.StartProcess(host);
        }

        _desk.TakeBack();
        _desk.DecideOnVacancies();
        world.Agenda.After(400_000, Supervise);
    }

    private void Happen(Fault fault)
    {
        world.Trace.Line($"FAULT {fault}");
        world.Coverage.Mark($"fault: {fault.Kind}");
        var host = HostOf(fault);
        switch (fault.Kind)
        {
            case FaultKind.CrashProcess:
                Crash(host, fault.Duration, silently: false);
                break;
            case FaultKind.PowerOff:
                Crash(host, fault.Duration, silently: true);
                break;
            case FaultKind.CrashAll:
                CrashAll(fault);
                break;
            case FaultKind.CrashAtStep when host.Process is { } process:
                process.CrashAfterOutputs = fault.Detail % 40;
                StartLater(host, fault.Duration);
                break;
            case FaultKind.PauseProcess when host.Process is { } process:
                process.Pause();
                world.Agenda.After(fault.Duration, process.Resume);
                break;
            case FaultKind.Isolate or FaultKind.Partition or FaultKind.CutOneWay or FaultKind.Bridge or FaultKind.Ring:
                Cut(fault with { Host = host.Place });
                break;
            case FaultKind.LateThenSilent:
                BeLateThenSilent(fault, host);
                break;
            case FaultKind.BreakChannels:
                host.Process?.BreakChannels();
                break;
            case FaultKind.SlowNetwork:
                world.Network.Slow((fault.Detail % 30) + 2, fault.Duration);
                break;
            case FaultKind.SlowApply:
                ApplySlowly(fault, host);
                break;
            case FaultKind.SetWallClock:
                host.WallClockError += TimeSpan.FromMinutes((fault.Detail - 500) * 10);
                break;
            default:
                HappenToApplication(fault, host);
                break;
        }
    }

    /// <summary>Four of ten faults strike whoever leads then: that is where they hurt.</summary>
    private Host HostOf(Fault fault) =>
        (fault.Detail % 10 < 4 || fault.Kind == FaultKind.LateThenSilent) && world.Hosts.FirstOrDefault(host => host.Process?.Held.IsHeld("e1", out _) == true) is { } leader
            ? leader
            : world.Hosts[fault.Host];

    private void HappenToApplication(Fault fault, Host host)
    {
        switch (fault.Kind)
        {
            case FaultKind.SlowApplication:
                Behave(host, AppBehaviour.Slow, fault.Duration);
                break;
            case FaultKind.HungApplication:
                Behave(host, AppBehaviour.Never, fault.Duration);
                break;
            case FaultKind.ThrowingApplication:
                Behave(host, AppBehaviour.Throwing, fault.Duration);
                break;
            case FaultKind.Unfit:
                SetFitness(host, $"unfit {fault.Id}");
                world.Agenda.After(fault.Duration, () => SetFitness(host, null));
                break;
            case FaultKind.ListenerFails:
                host.Process?.FailListener();
                StartLater(host, fault.Duration);
                break;
            case FaultKind.Shutdown:
                host.Process?.Shutdown();
                StartLater(host, fault.Duration + 500_000);
                break;
            case FaultKind.SecondProcess:
                world.StartImpostor(host.Member, fault.Duration);
                break;
            case FaultKind.ConfirmLease:
                host.Process?.Post(now => host.Process.Session.Confirm(fault.Id, now));
                break;
            case FaultKind.ReportPosition:
                host.Process?.Post(_ => host.Process.Session.SetPosition("e1", fault.Detail));
                break;
            case FaultKind.Resign:
                Resign(host, fault.Detail);
                break;
            case FaultKind.Explain:
                host.Process?.Post(_ => host.Process.Session.Ask(new SessionMessage.Query($"q-{fault.Id}", "e1", host.Process.State.Index)));
                break;
            default:
                _desk.Command(fault);
                break;
        }
    }

    private void Crash(Host host, long duration, bool silently)
    {
        host.IsOn = !silently;
        host.Process?.Die(silently);
        StartLater(host, duration);
    }

    private void CrashAll(Fault fault)
    {
        foreach (var host in world.Hosts)
        {
            Crash(host, (fault.Duration / 2) + (host.Place * (fault.Detail % 300) * 1_000L), silently: fault.Detail % 3 == 0);
        }
    }

    private void StartLater(Host host, long duration)
    {
        if (world.Agenda.Now < FaultPlan.HealsAt)
        {
            world.Agenda.After(duration, () => world.StartProcess(host));
        }
    }

    private void Cut(Fault fault)
    {
        for (var from = 0; from < world.Hosts.Count; from++)
        {
            for (var to = 0; to < world.Hosts.Count; to++)
            {
                if (from != to && IsCut(fault, from, to, world.Hosts.Count))
                {
                    world.Network.Cut(from, to, fault.Duration);
                }
            }
        }
    }

    /// <summary>
    /// What is sent to the host meets a cut, and is sent again when that is over: the last that gets through, while nothing
    /// that the host sends has got through for a while.
    /// </summary>
    private void BeLateThenSilent(Fault fault, Host host)
    {
        const long retransmission = 45_000;
        var lease = world.Settings.Lease.Ticks / 10;
        var late = lease * (20 + (fault.Detail % 25)) / 100;
        CutAll(host, inbound: true, 0, late);
        CutAll(host, inbound: false, late - (lease * 15 / 100), 3 * lease);
        CutAll(host, inbound: true, late + retransmission, 3 * lease);
    }

    /// <summary>What others know already is news here; sometimes just when this host gives up what it leads, and reconnects.</summary>
    private void ApplySlowly(Fault fault, Host host)
    {
        host.ApplyLag = fault.Duration / 2;
        world.Agenda.After(fault.Duration, () => host.ApplyLag = 0);
        if (fault.Detail % 2 == 0)
        {
            Resign(host, fault.Detail);
            world.Agenda.After(fault.Duration / 4, () => host.Process?.BreakChannels());
        }
    }

    private void CutAll(Host host, bool inbound, long delay, long duration) => world.Agenda.After(delay, () =>
    {
        foreach (var other in world.Hosts.Where(other => other != host && world.Agenda.Now < FaultPlan.HealsAt))
        {
            var (from, to) = inbound ? (other.Place, host.Place) : (host.Place, other.Place);
            world.Network.Cut(from, to, Math.Min(duration, FaultPlan.HealsAt - world.Agenda.Now));
        }
    });

    private static bool IsCut(Fault fault, int from, int to, int hosts) => fault.Kind switch
    {
        FaultKind.Isolate => from == fault.Host || to == fault.Host,
        FaultKind.Partition => ((fault.Detail >> from) & 1) != ((fault.Detail >> to) & 1),
        FaultKind.Bridge => from != fault.Host && to != fault.Host && ((fault.Detail >> from) & 1) != ((fault.Detail >> to) & 1),
        FaultKind.Ring => Math.Abs(from - to) != 1 && Math.Abs(from - to) != hosts - 1,
        // One way: to everybody, from everybody, or between two.
        _ when fault.Detail % 4 == 0 => from == fault.Host,
        _ when fault.Detail % 4 == 1 => to == fault.Host,
        _ => from == fault.Host && to == fault.Other,
    };

    private void Behave(Host host, AppBehaviour behaviour, long duration)
    {
        host.Behaviour = behaviour;
        world.Agenda.After(duration, () =>
        {
            if (host.Behaviour == behaviour)
            {
                host.Behaviour = AppBehaviour.Prompt;
                host.Process?.RecoverApplication();
            }
        });
    }

    private void SetFitness(Host host, string? unfit)
    {
        host.Unfit = unfit;
        host.Process?.Post(now => host.Process.Session.SetFitness(host.Unfit, now));
    }

    private void Resign(Host host, int detail)
    {
        if (host.Process is not { } process)
        {
            return;
        }

        foreach (var (election, term) in process.Held.Terms.ToArray())
        {
            world.Coverage.Mark("resigned");
            process.Post(_ => process.Session.Resign(election, term, VacancyCause.Resigned, "asked to", detail % 2 == 0 ? 0 : world.QuarantineMs));
        }
    }
}
