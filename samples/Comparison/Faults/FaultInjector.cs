using System.Runtime.Versioning;
using Comparison.Columns;
using Failover.Testing;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Comparison.Faults;

/// <summary>Does harm to the real processes and links of one cluster, and makes it good again.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FaultInjector(Column column)
{
    private const double Loss = 0.15;
    private const int FlapCount = 3;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan FlapDown = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Share = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private DispatchCluster Cluster => column.Cluster;

    /// <summary>Applies a fault, and ends when it is over: after the duration, with every process running and every link sound.</summary>
    public async Task ApplyAsync(FaultKind kind, TimeSpan duration, CancellationToken cancellationToken)
    {
        var target = kind == FaultKind.KillCoordinator ? await CoordinatorAsync() : Target();
        try
        {
            await (kind switch
            {
                FaultKind.KillLeader or FaultKind.KillCoordinator => KillAsync(target, duration, cancellationToken),
                FaultKind.HangLeader => HangAsync(target, duration, cancellationToken),
                FaultKind.CutLeader => CutAsync(target, duration, cancellationToken),
                FaultKind.LossyLinks => ShapeAsync(target, new LinkShape(TimeSpan.Zero, Loss), $"loses {Loss:P0} of what it sends and gets", duration, cancellationToken),
                FaultKind.SlowLinks => ShapeAsync(target, new LinkShape(Delay, 0), $"has {Delay.TotalMilliseconds} ms more on its links", duration, cancellationToken),
                FaultKind.FlapLeader => FlapAsync(target, duration, cancellationToken),
                FaultKind.OverloadLeader => OverloadAsync(target, duration, cancellationToken),
                FaultKind.StopLeader => StopAsync(target, duration, cancellationToken),
                FaultKind.RestartAll => RestartAllAsync(duration, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            });
        }
        finally
        {
            Repair();
        }
    }

    private async Task KillAsync(string target, TimeSpan duration, CancellationToken cancellationToken)
    {
        column.Say($"{target} is killed (SIGKILL)");
        Kill(target);
        await DelayAsync(duration, cancellationToken);
    }

    private async Task HangAsync(string target, TimeSpan duration, CancellationToken cancellationToken)
    {
        column.Say($"{target} is frozen (SIGSTOP)");
        column.Ledger.Frozen(column.Life(target), BootClock.NowNanoseconds);
        column.Note(target, "frozen");
        Cluster.Member(target).Send(ProcessSignal.Stop);
        try
        {
            await DelayAsync(duration, cancellationToken);
        }
        finally
        {
            column.Ledger.Thawed(column.Life(target), BootClock.NowNanoseconds);
            Cluster.Member(target).Send(ProcessSignal.Continue);
            column.Say($"{target} goes on (SIGCONT)");
        }
    }

    private async Task CutAsync(string target, TimeSpan duration, CancellationToken cancellationToken)
    {
        column.Say($"{target} is cut off from the other members");
        column.Note(target, "cut off");
        foreach (var link in LinksOf(target))
        {
            link.Cut();
        }

        await DelayAsync(duration, cancellationToken);
        Repair();
        column.Say($"{target} is connected again");
    }

    private async Task ShapeAsync(string target, LinkShape shape, string what, TimeSpan duration, CancellationToken cancellationToken)
    {
        column.Say($"{target} {what}");
        column.Note(target, shape.Loss > 0 ? "lossy" : "slow");
        foreach (var link in LinksOf(target))
        {
            link.Shape = shape;
        }

        await DelayAsync(duration, cancellationToken);
        column.Say($"{target}'s links are sound again");
    }

    private async Task FlapAsync(string target, TimeSpan duration, CancellationToken cancellationToken)
    {
        var up = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, (duration - (FlapCount * FlapDown)).Ticks / FlapCount));
        for (var i = 0; i < FlapCount; i++)
        {
            target = column.Leader?.Life.Member ?? target;
            await CutAsync(target, FlapDown, cancellationToken);
            await DelayAsync(up, cancellationToken);
        }
    }

    private async Task OverloadAsync(string target, TimeSpan duration, CancellationToken cancellationToken)
    {
        column.Say($"{target} gets {Share / Slice:P0} of its processor time");
        column.Note(target, "overloaded");
        var member = Cluster.Member(target);
        var end = BootClock.NowNanoseconds + duration.TotalNanoseconds;
        while (BootClock.NowNanoseconds < end)
        {
            member.Send(ProcessSignal.Stop);
            await DelayAsync(Slice - Share, cancellationToken);
            member.Send(ProcessSignal.Continue);
            await DelayAsync(Share, cancellationToken);
        }

        column.Say($"{target} has all its processor time again");
    }

    private async Task StopAsync(string target, TimeSpan duration, CancellationToken cancellationToken)
    {
        column.Say($"{target} is asked to stop (SIGTERM)");
        column.Ledger.AskedToStop(column.Life(target));
        Cluster.Member(target).Send(ProcessSignal.Terminate);
        column.Note(target, "stopping");
        await Cluster.Member(target).Exited.WaitAsync(StopPatience, TimeProvider.System, cancellationToken);
        await DelayAsync(duration, cancellationToken);
    }

    private async Task RestartAllAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        column.Say("all members are killed (SIGKILL)");
        foreach (var name in Cluster.Names)
        {
            Kill(name);
        }

        await DelayAsync(duration, cancellationToken);
    }

    private void Kill(string name)
    {
        column.Note(name, "down");
        Cluster.Member(name).Send(ProcessSignal.Kill);
    }

    /// <summary>Everything sound, every member running; may be called at any time.</summary>
    private void Repair()
    {
        foreach (var name in Cluster.Names)
        {
            foreach (var link in LinksOf(name))
            {
                link.Shape = LinkShape.Sound;
                link.Mend();
            }

            Cluster.Member(name).Send(ProcessSignal.Continue);
            if (!Cluster.Running.Contains(name))
            {
                column.Start(name);
                column.Say($"{name} is started again");
            }

            column.Note(name, null);
        }
    }

    private IEnumerable<Link> LinksOf(string name) => column.Links.Of(name, Cluster.Names);

    /// <summary>Who leads, or else who led last, or else anybody that runs.</summary>
    private string Target() =>
        column.Leader?.Life.Member
        ?? (column.Ledger.Spans() is [.., var last] && Cluster.Running.Contains(last.Life.Member) ? last.Life.Member : Cluster.Running.First());

    /// <summary>The coordinator; after a change it may be the leader still, and yields to another after ten seconds.</summary>
    private async Task<string> CoordinatorAsync()
    {
        const int Tries = 150;
        string? coordinator = null;
        for (var attempt = 0; attempt < Tries && (coordinator is null || coordinator == column.Leader?.Life.Member); attempt++)
        {
            coordinator = await Cluster.FindCoordinatorAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return coordinator ?? Target();
    }

    private static Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken) => Task.Delay(duration, TimeProvider.System, cancellationToken);
}
