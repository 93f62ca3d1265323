using Failover.Serialization;

namespace Failover.Simulation.Model;

/// <summary>What the core wants done.</summary>
internal sealed partial class MemberProcess
{
    private void DoOutputs()
    {
        while (IsAlive)
        {
            var session = Session.TakeOutputs();
            var coordinator = Coordinator.TakeOutputs();
            if (session.Count + coordinator.Count == 0)
            {
                return;
            }

            foreach (var output in session)
            {
                if (Survives())
                {
                    Do(output);
                }
            }

            foreach (var output in coordinator)
            {
                if (Survives())
                {
                    Do(output);
                }
            }
        }
    }

    /// <summary>A fault may end the process between any two outputs.</summary>
    private bool Survives()
    {
        if (IsAlive && CrashAfterOutputs is { } left)
        {
            CrashAfterOutputs = left - 1;
            if (left <= 0)
            {
                World.Coverage.Mark("crash between two outputs");
                Die(silently: false);
            }
        }

        return IsAlive;
    }

    private void Do(SessionOutput output)
    {
        switch (output)
        {
            case SessionOutput.Dial dial:
                World.Dial(this, dial.Member);
                break;
            case SessionOutput.Send { Message: SessionMessage.Renew renewal } send:
                Send(send.Channel, renewal with { RaftTerm = RaftTerm, Applied = State.Index });
                break;
            case SessionOutput.Send send:
                Send(send.Channel, send.Message);
                break;
            case SessionOutput.CloseChannel close:
                Close(close.Channel);
                break;
            case SessionOutput.ExtendLease extend:
                Held.Extend(extend.Session, extend.Until);
                break;
            case SessionOutput.EndLease end:
                World.Trace.Line($"{Host.Member}: session {end.Session} ends: {end.Reason}");
                Held.EndLease(end.Session);
                break;
            case SessionOutput.LeadershipBegan began:
                Held.Begin(began.Election, began.Term);
                _application.Began(began.Election, began.Term);
                break;
            case SessionOutput.AskRelease ask:
                World.Trace.Line($"{Host.Member}: application is asked to release {ask.Election}/{ask.Term}: {ask.Reason}");
                _application.AskedToRelease(ask.Election, ask.Term);
                break;
            case SessionOutput.LeadershipEnded ended:
                _application.Ended(ended.Election);
                Held.End(ended.Election, ended.Term, ended.Reason);
                break;
            case SessionOutput.LeaseConfirmed:
                World.History.LeaseConfirmed();
                break;
            case SessionOutput.Look look:
                World.Probe(this, look.Member, answer => Post(_ =>
                    Session.Saw(look.Member, answer.Refused ? Reachability.Refuses : answer.Process is null ? Reachability.Silent : Reachability.Answers, null)));
                break;
            case SessionOutput.Explained explained:
                World.Coverage.Mark("explained");
                World.Trace.Line($"{Host.Member}: {explained.Explanation?.Summary}");
                break;
            case SessionOutput.Answered answered:
                World.History.Answered(this, answered.Result);
                break;
            case SessionOutput.CoordinatorStored stored:
                Host.Raft?.LeaderStored(stored.RaftTerm, stored.Index);
                break;
            case SessionOutput.Refused refused:
                World.Trace.Line($"{Host.Member}: refused: {refused.Reason}");
                World.Coverage.Mark(refused.Reason.Contains("two processes", StringComparison.Ordinal) ? "second process refused" : "session refused");
                break;
            case SessionOutput.Stopped:
                World.Coverage.Mark("stopped gracefully");
                After(1_000, _ => Die(silently: false));
                break;
        }
    }

    private void Do(CoordinatorOutput output)
    {
        switch (output)
        {
            case CoordinatorOutput.Propose propose:
                Propose(propose);
                break;
            case CoordinatorOutput.Barrier barrier:
                Host.Raft!.Barrier(barrier.RaftTerm, proved => Post(now => Coordinator.BarrierPassed(barrier.Id, proved, now)));
                break;
            case CoordinatorOutput.Attest attest:
                Coordinator.Attested(attest.RaftTerm, Host.Raft is { IsLeader: true } raft && raft.Term == attest.RaftTerm, Now);
                break;
            case CoordinatorOutput.Probe probe:
                World.Probe(this, probe.Member, answer => Post(now =>
                {
                    World.Trace.Line($"{Host.Member}: address of {probe.Member}: {(answer.Refused ? "refused" : answer.Process is null ? "silent" : "answered")}");
                    Coordinator.Probed(probe.Id, answer, now);
                }));
                break;
            case CoordinatorOutput.Yield yielded:
                World.Trace.Line($"{Host.Member}: yields");
                World.Coverage.Mark("coordinator yielded");
                Host.Raft!.Resign(yielded.RaftTerm);
                break;
            case CoordinatorOutput.Consult consult:
                World.OwnPolicy.Ask(this, consult);
                break;
            case CoordinatorOutput.Send send:
                Send(send.Channel, send.Message);
                break;
            case CoordinatorOutput.CloseChannel close:
                Close(close.Channel);
                break;
        }
    }

    private void Propose(CoordinatorOutput.Propose propose)
    {
        World.Trace.Line($"{Host.Member}: proposes {propose.Commands}");
        World.History.Proposed(this, propose.Commands);
        var entry = new LogEntry(Host.Member, World.WallClock(Host), propose.Commands);
        Host.Raft!.Propose(CoreCodec.Encode(entry), propose.RaftTerm, applied => Post(now => Coordinator.Proposed(propose.Proposal, applied, now)));
    }

    private void Send(int channel, SessionMessage message)
    {
        if (_channels.TryGetValue(channel, out var end))
        {
            end.Send(message);
        }
    }

    private void Close(int channel)
    {
        if (_channels.Remove(channel, out var end))
        {
            end.Close();
        }
    }
}
