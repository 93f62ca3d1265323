using System.Net.Sockets;
using Failover.Consensus;
using Failover.Coordination;
using Failover.Diagnostics;
using Failover.Elections;
using Failover.Serialization;
using Failover.Sessions;
using Failover.Transport;

namespace Failover.Hosting.Driver;

/// <summary>What the core wants done. Whatever takes time is begun here, and its end comes back through the inbox.</summary>
internal sealed partial class MemberDriver
{
    private SessionLease? _lease;
    private DateTimeOffset _leasedSince;
    private DateTimeOffset? _renewalSentAt;
    private DateTimeOffset? _coordinatorLostAt;
    private int _dialsInVain;
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
                if (send.Message is SessionMessage.Renew renewal)
                {
                    _renewalSentAt = FailoverActivity.IsListenedTo ? _time.GetUtcNow() : null;

                    // After the core has stamped it with its time (rule 2).
                    _channels.Send(send.Channel, renewal with { RaftTerm = _log.RaftTerm, Applied = _state.Index });
                    break;
                }

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
                Failpoints.Reach(Failpoint.LeadershipBeginning);
                Observer(began.Election)?.OnLeadershipBegan(began.Term, _lease!);
                break;
            case SessionOutput.AskRelease ask:
                Failpoints.Reach(Failpoint.ReleaseAsked);
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
            case SessionOutput.Explained explained:
                Explained(explained);
                break;
            case SessionOutput.Look look:
                _ = LookAsync(look.Member);
                break;
            case SessionOutput.CoordinatorCeased ceased:
                _log.Succeed(ceased.Member, ceased.RaftTerm, RankAfter(ceased.Member));
                break;
            case SessionOutput.CoordinatorStored stored:
                _log.CoordinatorStored(stored.RaftTerm, stored.Index);
                break;
            case SessionOutput.Refused refused:
                _logger.SessionRefused(refused.Reason);
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
            case CoordinatorOutput.Attest attest:
                _coordinator.Attested(attest.RaftTerm, _log.Attest(attest.RaftTerm), Now);
                break;
            case CoordinatorOutput.Probe probe:
                _ = ProbeAsync(probe);
                break;
            case CoordinatorOutput.Yield yielded:
                _ = YieldAsync();
                _logger.Yielded(yielded.RaftTerm);
                break;
            case CoordinatorOutput.Consult consult:
                _ = ConsultAsync(consult);
                break;
            case CoordinatorOutput.Send send:
                Send(send);
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
        var tookTooLong = false;
        using var timeout = new CancellationTokenSource(DialTimeout(), _time);
        try
        {
            channel = await _port.DialSessionAsync(member, timeout.Token);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            _logger.DialFailed(member, error.Message);
            tookTooLong = error is OperationCanceledException;
        }

        _inbox.Post(now =>
        {
            _dialsInVain = tookTooLong ? _dialsInVain + 1 : 0;
            if (channel is null)
            {
                _session.DialFailed(member, now);
                return;
            }

            var number = _channels.Add(channel, OnCoordinatorMessage, (closed, reason, _, at) => OnCoordinatorGone(closed, reason, member, at), OnCoordinatorWord);
            _session.Dialled(member, number, now);
        });
    }

    /// <summary>
    /// Short at first: where the packet that opens a connection is lost, the system sends it again after a second, and a lease may not have
    /// that long. Longer after each dial that took too long, for a machine that is busy.
    /// </summary>
    private TimeSpan DialTimeout()
    {
        var timeout = _settings.Session.Lease / 8 * Math.Pow(2, Math.Min(_dialsInVain, 10));
        return timeout < _settings.CallTimeout ? timeout : _settings.CallTimeout;
    }

    private async Task ProposeAsync(CoordinatorOutput.Propose propose)
    {
        var entry = new LogEntry(_settings.Session.Member, _time.GetUtcNow(), propose.Commands);
        var applied = false;
        using var timeout = new CancellationTokenSource(_settings.CallTimeout, _time);
        Failpoints.Reach(Failpoint.Proposing);
        try
        {
            await _log.ProposeAsync(CoreCodec.Encode(entry), propose.RaftTerm, timeout.Token);
            applied = true;
            Failpoints.Reach(Failpoint.Proposed);
        }
        catch (Exception error) when (error is NotCoordinatorException or OperationCanceledException)
        {
            _logger.EntryRefused(error.Message);
        }
        catch (Exception error)
        {
            // Not even appended. The coordinator must learn that it may decide again, or it would wait for ever.
            _logger.EntryFailed(error);
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

    private async Task YieldAsync()
    {
        using var timeout = new CancellationTokenSource(_settings.CallTimeout, _time);
        try
        {
            await _log.ResignAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // It coordinates on; it will try again in a later Raft term.
        }
    }

    private async Task ProbeAsync(CoordinatorOutput.Probe probe)
    {
        if (probe.Member == _settings.Session.Member && _settings.Coordinator.Members.Count == 1)
        {
            // A cluster of one: nobody else is there to be mistaken for it, and its port may be one that the system chose.
            _inbox.Post(now => _coordinator.Probed(probe.Id, new ProbeAnswer(false, _settings.Session.Process), now));
            return;
        }

        var result = await _port.ProbeAsync(probe.Member, CancellationToken.None);
        var process = result.Identity is { } identity && identity.Member == probe.Member ? identity.Process : (Guid?)null;
        _logger.Probed(probe.Member, result.Outcome.ToString());
        _inbox.Post(now => _coordinator.Probed(probe.Id, new ProbeAnswer(result.Outcome == ProbeOutcome.Refused, process), now));
    }

    private void OnCoordinatorMessage(int number, SessionMessage message, TimeSpan now)
    {
        if (_channels.Find(number) is { } channel)
        {
            NoteHeard(channel.Remote.Member, now);
        }

        _session.Received(number, message, now);
        NoteSent();
    }

    private void OnCoordinatorGone(int number, string reason, string member, TimeSpan now)
    {
        if (_session.IsOn(number))
        {
            _logger.LostCoordinator(member, reason);
            _ = SucceedIfCrashedAsync(member, RankAfter(member));
        }

        _session.ChannelClosed(number, now);
    }

    private int RankAfter(string coordinator) =>
        Succession.RankOf(_settings.Session.Member, coordinator, _settings.Coordinator.Members, _state);

    /// <summary>Nobody needs to wait for a coordinator whose process has ended.</summary>
    private async Task SucceedIfCrashedAsync(string coordinator, int rank)
    {
        var result = await _port.ProbeAsync(coordinator, CancellationToken.None);
        if (result.Outcome == ProbeOutcome.Refused)
        {
            _log.Succeed(coordinator, raftTerm: null, rank);
        }
    }

    private void ExtendLease(SessionId session, TimeSpan until)
    {
        _metrics.Renewed(confirmed: true);
        if (_renewalSentAt is { } sentAt)
        {
            _renewalSentAt = null;
            FailoverActivity.Record("renewal", sentAt, _time.GetUtcNow(), ("failover.session", session.ToString()));
        }

        if (_lease is null || _leased != session)
        {
            _leased = session;
            _leasedSince = _time.GetUtcNow();
            _lease = new SessionLease(_time, ToTimestamp(until), _settings.Session.SafetyMargin);
            _metrics.Lease = _lease;
            _watchdog.Watch(_lease, () => _inbox.Post(now => AbandonLapsed(session, now)));
            _feed.Signal();
            _logger.ConnectedToCoordinator(Coordinator ?? "?");
            WarmUp.Begin(_watchdog, _metrics);
        }
        else if (!_lease.TryExtend(ToTimestamp(until)))
        {
            _metrics.Renewed(confirmed: false);
        }
    }

    /// <summary>The watchdog saw the lease lapse: the loop was late.</summary>
    private void AbandonLapsed(SessionId session, TimeSpan now)
    {
        if (_session.Id == session)
        {
            _session.Abandon("the lease ran out", now);
        }
    }

    private void EndLease(SessionId session, string reason)
    {
        FailConfirmations();
        if (_lease is not null && _leased == session)
        {
            _logger.SessionEnded(session.ToString(), reason);
            _lease.End(reason);
            FailoverActivity.Record(
                "session", _leasedSince, _time.GetUtcNow(), ("failover.session", session.ToString()), ("failover.reason", reason));
            _lease = null;
            _metrics.Lease = null;
            _feed.Signal();
        }
    }

    /// <summary>From the loss of one coordinator to the next, as this member saw it.</summary>
    private void TraceCoordinator(string? member)
    {
        var now = _time.GetUtcNow();
        if (member is not null)
        {
            FailoverActivity.Record("coordinator_change", _coordinatorLostAt ?? now, now, ("failover.coordinator", member));
        }

        _coordinatorLostAt = member is null ? _coordinatorLostAt ?? now : null;
    }

    private long ToTimestamp(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
