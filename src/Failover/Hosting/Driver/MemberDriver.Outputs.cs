using System.Net.Sockets;
using Failover.Consensus;
using Failover.Coordination;
using Failover.Elections;
using Failover.Serialization;
using Failover.Sessions;
using Failover.Transport;

namespace Failover.Hosting.Driver;

/// <summary>What the core wants done. Whatever takes time is begun here, and its end comes back through the inbox.</summary>
internal sealed partial class MemberDriver
{
    private SessionLease? _lease;
    private SessionId _leased;

    private void DoOutputs()
    {
        while (true)
        {
            var session = _session.TakeOutputs();
            var coordinator = _coordinator.TakeOutputs();
            if (session.Count + coordinator.Count == 0)
            {
                return;
            }

            foreach (var output in session)
            {
                Do(output);
            }

            foreach (var output in coordinator)
            {
                Do(output);
            }
        }
    }

    private void Do(SessionOutput output)
    {
        switch (output)
        {
            case SessionOutput.Dial dial:
                _ = DialAsync(dial.Member);
                break;
            case SessionOutput.Send send:
                _channels.Send(send.Channel, send.Message);
                break;
            case SessionOutput.CloseChannel close:
                _channels.Close(close.Channel);
                break;
            case SessionOutput.ExtendLease extend:
                ExtendLease(extend.Session, extend.Until);
                break;
            case SessionOutput.EndLease end:
                EndLease(end.Session, end.Reason);
                break;
            case SessionOutput.LeadershipBegan began:
                Observer(began.Election)?.OnLeadershipBegan(began.Term, _lease!);
                break;
            case SessionOutput.AskRelease ask:
                Observer(ask.Election)?.OnReleaseRequested(ask.Term, ask.Reason);
                break;
            case SessionOutput.LeadershipEnded ended:
                Observer(ended.Election)?.OnLeadershipEnded(ended.Term, ended.Reason);
                break;
            case SessionOutput.LeaseConfirmed confirmed:
                CompleteConfirmation(confirmed.Request);
                break;
            case SessionOutput.Answered answered:
                Answered(answered.Result);
                break;
            case SessionOutput.Refused refused:
                DriverLog.SessionRefused(_logger, _session.Id.Member, refused.Reason);
                break;
            case SessionOutput.Stopped:
                _stopped.TrySetResult();
                break;
        }
    }

    private void Do(CoordinatorOutput output)
    {
        switch (output)
        {
            case CoordinatorOutput.Propose propose:
                _ = ProposeAsync(propose);
                break;
            case CoordinatorOutput.Barrier barrier:
                _ = BarrierAsync(barrier);
                break;
            case CoordinatorOutput.Probe probe:
                _ = ProbeAsync(probe);
                break;
            case CoordinatorOutput.Send send:
                _channels.Send(send.Channel, send.Message);
                break;
            case CoordinatorOutput.CloseChannel close:
                _channels.Close(close.Channel);
                break;
        }
    }

    private IElectionObserver? Observer(string election) => _observers.GetValueOrDefault(election);

    private async Task DialAsync(string member)
    {
        IFrameChannel? channel = null;
        using var timeout = new CancellationTokenSource(_settings.CallTimeout, _time);
        try
        {
            channel = await _port.DialSessionAsync(member, timeout.Token);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            DriverLog.DialFailed(_logger, member, error.Message);
        }

        _inbox.Post(now =>
        {
            if (channel is null)
            {
                _session.DialFailed(member, now);
                return;
            }

            var number = _channels.Add(channel, _session.Received, (closed, _, at) => _session.ChannelClosed(closed, at));
            _session.Dialled(member, number, now);
        });
    }

    private async Task ProposeAsync(CoordinatorOutput.Propose propose)
    {
        var entry = new LogEntry(_settings.Session.Member, _time.GetUtcNow(), propose.Commands);
        var applied = false;
        using var timeout = new CancellationTokenSource(_settings.CallTimeout, _time);
        try
        {
            await _log.ProposeAsync(CoreCodec.Encode(entry), propose.RaftTerm, timeout.Token);
            applied = true;
        }
        catch (Exception error) when (error is NotCoordinatorException or OperationCanceledException)
        {
            DriverLog.ProposalFailed(_logger, propose.Commands.Length, error.Message);
        }

        _inbox.Post(now => _coordinator.Proposed(propose.Proposal, applied, now));
    }

    private async Task BarrierAsync(CoordinatorOutput.Barrier barrier)
    {
        var proved = false;
        using var timeout = new CancellationTokenSource(_settings.CallTimeout, _time);
        try
        {
            proved = await _log.ConfirmLeadershipAsync(barrier.RaftTerm, timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // Not proved: the next renewal asks again.
        }

        _inbox.Post(now => _coordinator.BarrierPassed(barrier.Id, proved, now));
    }

    private async Task ProbeAsync(CoordinatorOutput.Probe probe)
    {
        var result = await _port.ProbeAsync(probe.Member, CancellationToken.None);
        var process = result.Identity is { } identity && identity.Member == probe.Member ? identity.Process : (Guid?)null;
        DriverLog.Probed(_logger, probe.Member, result.Outcome);
        _inbox.Post(now => _coordinator.Probed(probe.Id, new ProbeAnswer(result.Outcome == ProbeOutcome.Refused, process), now));
    }

    private void ExtendLease(SessionId session, TimeSpan until)
    {
        if (_lease is null || _leased != session)
        {
            _leased = session;
            _lease = _watchdog.Watch(() => _inbox.Post(now =>
            {
                if (_session.Id == session)
                {
                    _session.Abandon("the lease ran out", now);
                }
            }));
        }

        _lease.TryExtend(ToTimestamp(until));
    }

    private void EndLease(SessionId session, string reason)
    {
        FailConfirmations();
        if (_lease is not null && _leased == session)
        {
            DriverLog.SessionEnded(_logger, session.Member, session.Incarnation, reason);
            _lease.End();
            _lease = null;
        }
    }

    private long ToTimestamp(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
