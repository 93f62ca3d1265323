namespace Failover.Sessions;

/// <summary>The channel to the coordinator: dialling, greeting, renewing.</summary>
internal sealed partial class MemberSession
{
    private const int EnrolmentsPerMessage = 250;

    private Phase _phase = Phase.Idle;
    private string? _coordinator;
    private int _channel;
    private bool _confirmedOnChannel;
    private TimeSpan _heardAt;
    private TimeSpan? _retryAt;
    private TimeSpan? _renewAt;

    private enum Phase
    {
        Idle,
        Dialling,
        Greeting,
        Open,
    }

    /// <summary>When the session wants <see cref="Tick"/> to be called, if nothing happens before; null for never.</summary>
    public TimeSpan? WakeAt => Earliest(_lease.StopAt, _retryAt, _phase == Phase.Open ? _renewAt : null, SilentAt);

    /// <summary>Since when the channel to the last coordinator is lost; null while one is open, and before the first.</summary>
    public TimeSpan? LostSince { get; private set; }

    private TimeSpan? SilentAt => _phase is Phase.Greeting or Phase.Open ? _heardAt + _settings.SilenceLimit : null;

    /// <summary>Whether that channel is the one to the coordinator.</summary>
    public bool IsOn(int channel) => _phase is Phase.Greeting or Phase.Open && channel == _channel;

    /// <summary>Raft says who coordinates, or null while nobody is known to.</summary>
    public void CoordinatorIs(string? member, TimeSpan now)
    {
        if (_coordinator == member)
        {
            return;
        }

        NoteLoss(now);
        DropChannel("the coordinator changed");
        _coordinator = member;
        Dial();
        Tick(now);
    }

    /// <summary>A dial of that member succeeded; it may be one that is no longer wanted.</summary>
    public void Dialled(string member, int channel, TimeSpan now)
    {
        if (_phase != Phase.Dialling || member != _coordinator)
        {
            Output(new SessionOutput.CloseChannel(channel, "no longer needed"));
            return;
        }

        _channel = channel;
        _confirmedOnChannel = false;
        Greet(now);
    }

    public void DialFailed(string member, TimeSpan now)
    {
        if (_phase == Phase.Dialling && member == _coordinator)
        {
            Retry(now);
        }
    }

    public void ChannelClosed(int channel, TimeSpan now)
    {
        if (IsOn(channel))
        {
            NoteLoss(now);
            Retry(now);
        }
    }

    public void Received(int channel, SessionMessage message, TimeSpan now)
    {
        Tick(now);
        if (!IsOn(channel))
        {
            return;
        }

        _heardAt = now;
        switch (message)
        {
            case SessionMessage.Welcome welcome when welcome.Id == Id && _phase == Phase.Greeting:
                OnWelcome(now);
                break;
            case SessionMessage.Outdated outdated when outdated.LastIncarnation >= Id.Incarnation:
                OnOutdated(outdated.LastIncarnation, now);
                break;
            case SessionMessage.NotWelcome refusal:
                Output(new SessionOutput.Refused(refusal.Reason));
                DropChannel(refusal.Reason);
                Retry(now);
                break;
            case SessionMessage.Confirmed confirmed when _phase == Phase.Open:
                OnConfirmed(confirmed.Number, now);
                break;
            case SessionMessage.Release release:
                OnRelease(release);
                break;
            case SessionMessage.Look look:
                Output(new SessionOutput.Look(look.Member));
                break;
            case SessionMessage.Ceased ceased:
                Output(new SessionOutput.CoordinatorCeased(_coordinator!, ceased.RaftTerm));
                break;
            case SessionMessage.Stored stored:
                Output(new SessionOutput.CoordinatorStored(stored.RaftTerm, stored.Index));
                break;
            case SessionMessage.Explained explained:
                _queries.Remove(explained.Key);
                Output(new SessionOutput.Explained(explained.Key, explained.Explanation));
                break;
            case SessionMessage.Answer answer:
                _asks.Remove(answer.Result.Key);
                Output(new SessionOutput.Answered(answer.Result));
                break;
        }
    }

    /// <summary>Time has passed.</summary>
    public void Tick(TimeSpan now)
    {
        if (_lease.HasLapsed(now))
        {
            EndSession("the lease ran out", now);
        }

        if (now >= SilentAt)
        {
            NoteLoss(now);
            DropChannel($"nothing heard for {_settings.SilenceLimit.TotalMilliseconds:F0} ms");
            Dial();
        }

        if (now >= _retryAt)
        {
            Dial();
        }

        if (_phase == Phase.Open && now >= _renewAt)
        {
            Renew(now);
        }
    }

    private static TimeSpan? Earliest(params ReadOnlySpan<TimeSpan?> times)
    {
        TimeSpan? earliest = null;
        foreach (var time in times)
        {
            earliest = earliest is null || time < earliest ? time ?? earliest : earliest;
        }

        return earliest;
    }

    private void Dial()
    {
        _retryAt = null;
        _phase = Phase.Idle;
        if (_coordinator is not null && _stopping != Stopping.Done)
        {
            _phase = Phase.Dialling;
            Output(new SessionOutput.Dial(_coordinator));
        }
    }

    private void NoteLoss(TimeSpan now)
    {
        if (_phase == Phase.Open)
        {
            LostSince = now;
        }
    }

    private void Retry(TimeSpan now)
    {
        _phase = Phase.Idle;
        _retryAt = now + _settings.RetryDelay;
    }

    private void DropChannel(string reason)
    {
        if (_phase is Phase.Greeting or Phase.Open)
        {
            Output(new SessionOutput.CloseChannel(_channel, reason));
        }

        _phase = Phase.Idle;
        _retryAt = null;
    }

    private void Greet(TimeSpan now)
    {
        _phase = Phase.Greeting;
        _heardAt = now;
        if (_lease.Until is null && _state.Members.TryGetValue(_settings.Member, out var known) && !_state.IsOpen(Id))
        {
            Id = Id with { Incarnation = Math.Max(Id.Incarnation, known.LastIncarnation + 1) };
        }

        Output(new SessionOutput.Send(_channel, new SessionMessage.Hello(new SessionState
        {
            Id = Id,
            Process = _settings.Process,
            Address = _settings.Address,
            Labels = _settings.Labels,
            Unfit = _unfit,
        })));
    }

    private void OnWelcome(TimeSpan now)
    {
        _phase = Phase.Open;
        LostSince = null;
        foreach (var batch in _settings.Enrolments.Chunk(EnrolmentsPerMessage))
        {
            SendIfOpen(new SessionMessage.Enrolments([.. batch]));
        }

        foreach (var (election, position) in _positions)
        {
            SendIfOpen(new SessionMessage.Position(election, position));
        }

        foreach (var released in _released.Values)
        {
            SendIfOpen(released);
        }

        foreach (var command in _asks.Values)
        {
            SendIfOpen(new SessionMessage.Ask(command));
        }

        foreach (var query in _queries.Values)
        {
            SendIfOpen(query);
        }

        Renew(now);
        if (_stopping == Stopping.SaidGoodbye)
        {
            // It was lost with the channel before, or the session would be closed.
            SendIfOpen(new SessionMessage.Goodbye());
        }

        ContinueStopping(now);
    }

    private void OnOutdated(long lastIncarnation, TimeSpan now)
    {
        Id = Id with { Incarnation = Math.Max(Id.Incarnation, lastIncarnation) };
        EndSession("the coordinator had closed it", now);
    }

    private void OnConfirmed(long number, TimeSpan now)
    {
        if (!_lease.Confirm(number))
        {
            return;
        }

        Output(new SessionOutput.ExtendLease(Id, _lease.Until!.Value));
        foreach (var waiting in _confirmRequests.Where(waiting => waiting.Number <= number).ToArray())
        {
            _confirmRequests.Remove(waiting);
            Output(new SessionOutput.LeaseConfirmed(waiting.Request));
        }

        if (!_confirmedOnChannel)
        {
            // The coordinator promotes nobody who may not hear it (rule 8): let it know at once that this channel works.
            _confirmedOnChannel = true;
            CompareWithState(now);
            Renew(now);
        }
    }

    private void Renew(TimeSpan now)
    {
        if (_phase == Phase.Open)
        {
            _renewAt = now + _settings.RenewalInterval;
            foreach (var election in _positionsChanged)
            {
                SendIfOpen(new SessionMessage.Position(election, _positions[election]));
            }

            _positionsChanged.Clear();
            var isUrgent = !_confirmedOnChannel || _confirmRequests.Count > 0;
            SendIfOpen(new SessionMessage.Renew(_lease.Send(now), _lease.LastConfirmed, _unfit, _stopping != Stopping.No, isUrgent));
        }
    }

    private void SendIfOpen(SessionMessage message)
    {
        if (_phase == Phase.Open)
        {
            Output(new SessionOutput.Send(_channel, message));
        }
    }
}
