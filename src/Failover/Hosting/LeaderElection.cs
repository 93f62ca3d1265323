using Failover.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>One election's application side: turns what the driver tells into leaderships, services, events and streams.</summary>
/// <remarks>
/// <see cref="_gate"/> serialises changes and is held for moments only; no code of the application ever runs under it.
/// </remarks>
internal sealed class LeaderElection : ILeaderElection, IElectionObserver
{
    private const int MaxReasonLength = 1_024;

    private readonly Lock _gate = new();
    private readonly HostContext _host;
    private readonly IReadOnlyList<LeaderServiceRunner> _runners;
    private readonly ElectionWatchers _watchers;
    private readonly ILogger _logger;
    private readonly List<HandlerPump> _handlers = [];
    private TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The last leadership of this process, which may be over.
    private HeldLeadership? _leadership;
    private long _releasedTerm;
    private bool _isStopping;

    /// <summary>Creates the election.</summary>
    public LeaderElection(string name, IReadOnlyList<LeaderServiceRunner> runners, HostContext host)
    {
        Name = name;
        _runners = runners;
        _host = host;
        _logger = host.LoggerFactory.CreateLogger<LeaderElection>();
        _watchers = new ElectionWatchers(new ElectionSnapshot { Election = name, Term = 0, Cause = VacancyCause.FirstElection });
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public ElectionSnapshot Current => _watchers.Current;

    /// <inheritdoc />
    public bool IsLeader => Leadership is not null;

    /// <inheritdoc />
    public Leadership? Leadership => Held;

    private HeldLeadership? Held => Volatile.Read(ref _leadership) is { IsHeld: true } leadership ? leadership : null;

    /// <inheritdoc />
    public async Task<Leadership> WaitForLeadershipAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // Taken before the look, so that a leadership that begins in between is not missed.
            var began = Volatile.Read(ref _began).Task;
            cancellationToken.ThrowIfCancellationRequested();
            if (Held is { MayBegin: true } leadership)
            {
                return leadership;
            }

            await began.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ElectionSnapshot> WatchAsync(CancellationToken cancellationToken = default) =>
        _watchers.WatchAsync(cancellationToken);

    /// <inheritdoc />
    public async Task ResignAsync(string? reason = null, CancellationToken cancellationToken = default)
    {
        if (reason is { Length: > MaxReasonLength })
        {
            throw new ArgumentException($"A reason has at most {MaxReasonLength} characters; this one has {reason.Length}.", nameof(reason));
        }

        var leadership = Held ?? throw new LeadershipLostException(Name, Current.Term);
        _host.Driver.Driver.Resign(Name, leadership.Term, VacancyCause.Resigned, reason);

        // A leader service that waited for its own end would wait for ever.
        await (LeaderServiceRunner.IsInside(leadership) ? leadership.StopRequested : leadership.Ended).WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public void ReportPosition(long position) => _host.Driver.Driver.ReportPosition(Name, position);

    /// <inheritdoc />
    public async Task<ElectionSnapshot> HandOverAsync(string? target = null, CancellationToken cancellationToken = default)
    {
        if (target is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(target);
        }

        using var activity = FailoverActivity.Start("hand_over", Name, Current.Term);
        try
        {
            return await _host.Driver.Driver.HandOverAsync(Name, target, reason: null, cancellationToken);
        }
        catch (FailoverException error)
        {
            activity.Fail(error);
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<Leadership> ConfirmAsync(CancellationToken cancellationToken = default)
    {
        var leadership = Held ?? throw new LeadershipLostException(Name, Current.Term);
        using var activity = FailoverActivity.Start("confirm", Name, leadership.Term);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bool isConfirmed;
        try
        {
            isConfirmed = await _host.Driver.Driver.ConfirmAsync(Name, leadership.Term, ending.Token)
                .WaitAsync(_host.ConfirmTimeout, _host.TimeProvider, cancellationToken);
        }
        catch (TimeoutException error)
        {
            activity.Fail(error);
            throw new FailoverException(
                $"Election '{Name}': no quorum confirmed the leadership in term {leadership.Term} " +
                $"within {_host.ConfirmTimeout.TotalSeconds:0.###} s.",
                error);
        }
        finally
        {
            await ending.CancelAsync();
        }

        return isConfirmed ? leadership
            : !leadership.IsHeld ? throw new LeadershipLostException(Name, leadership.Term)
            : throw new FailoverException(
                $"Election '{Name}': the leadership in term {leadership.Term} could not be confirmed with a quorum.");
    }

    /// <inheritdoc />
    public void OnChanged(ElectionSnapshot snapshot)
    {
        lock (_gate)
        {
            // The log may name another leader before the driver says that ours is over: IsLeader must not contradict it.
            if (_leadership is { } leadership
                && (snapshot.Term > leadership.Term || (snapshot.Term == leadership.Term && !snapshot.IsSelf)))
            {
                End(leadership, "the replicated log says so");
            }

            _watchers.Publish(snapshot);
            Tell(LeadershipEvent.LeaderChanged(snapshot));
        }
    }

    /// <inheritdoc />
    public void OnLeadershipBegan(long term, SessionLease lease)
    {
        lock (_gate)
        {
            // Terms never repeat (rule 9), so this one is over: what lapsed, or was released before it was known here, does not begin.
            if (term <= _leadership?.Term || term <= _releasedTerm)
            {
                return;
            }

            End(_leadership, $"term {term} began");
            var leadership = new HeldLeadership(Name, term, lease, _host.Watchdog);
            if (_isStopping)
            {
                leadership.RequestStop();
            }

            leadership.ServicesEnded = Task.WhenAll(_runners.Select(runner => runner.Run(leadership)));
            Volatile.Write(ref _leadership, leadership);
            Tell(LeadershipEvent.Elected(leadership));
            Interlocked.Exchange(ref _began, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            leadership.FollowLease(reason => EndFromOutside(leadership, reason));
            if (_isStopping)
            {
                GiveBack(leadership);
            }
        }
    }

    /// <inheritdoc />
    public void OnReleaseRequested(long term, string reason)
    {
        lock (_gate)
        {
            if (term <= _releasedTerm)
            {
                return;
            }

            _releasedTerm = term;
            var leadership = _leadership?.Term == term ? _leadership : null;
            leadership?.RequestStop();
            _ = Task.Run(() => ReleaseAsync(term, leadership, reason));
        }
    }

    /// <inheritdoc />
    public void OnLeadershipEnded(long term, string reason)
    {
        lock (_gate)
        {
            if (_leadership?.Term == term)
            {
                End(_leadership, reason);
            }
        }
    }

    /// <summary>Adds a handler, which is told of everything from now on.</summary>
    public void AddHandler(ILeadershipHandler handler)
    {
        lock (_gate)
        {
            _handlers.Add(new HandlerPump(Name, handler, _host));
        }
    }

    /// <summary>The host stops: gives up the present leadership and every later one.</summary>
    /// <returns>Completes when no leadership is held and no leader service runs.</returns>
    public Task ReleaseForShutdown()
    {
        lock (_gate)
        {
            _isStopping = true;
            var ended = Task.CompletedTask;
            if (Held is { } leadership)
            {
                GiveBack(leadership);
                ended = leadership.Ended;
            }

            return Task.WhenAll([ended, .. _runners.Select(runner => runner.Idle)]);
        }
    }

    /// <summary>Ends everything that is left: the leadership, the streams, and, when they have their events, the handlers.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            End(_leadership, "the host stops");
            _watchers.Complete();
            return Task.WhenAll(_handlers.Select(handler => handler.StopAsync(cancellationToken)));
        }
    }

    private async Task ReleaseAsync(long term, HeldLeadership? leadership, string reason)
    {
        _logger.ReleaseRequested(Name, term, reason);
        if (leadership is not null)
        {
            await leadership.ServicesEnded;
            Failpoints.Reach(Failpoint.ServicesEnded);

            // Once the coordinator hears of the release it promotes the next: nothing here may act by then.
            EndFromOutside(leadership, reason);
        }

        _logger.Released(Name, term);
        Failpoints.Reach(Failpoint.Releasing);
        _host.Driver.Driver.ReportReleased(Name, term);
    }

    private void EndFromOutside(HeldLeadership leadership, string reason)
    {
        lock (_gate)
        {
            End(leadership, reason);
        }
    }

    private void End(HeldLeadership? leadership, string reason)
    {
        if (leadership?.End(reason) == true)
        {
            Tell(LeadershipEvent.Revoked(leadership));
        }
    }

    private void GiveBack(HeldLeadership leadership) =>
        _host.Driver.Driver.Resign(Name, leadership.Term, VacancyCause.HandedOver, "the host is stopping");

    private void Tell(LeadershipEvent leadershipEvent)
    {
        foreach (var handler in _handlers)
        {
            handler.Post(leadershipEvent);
        }
    }
}
