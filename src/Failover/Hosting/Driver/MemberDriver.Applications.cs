using Failover.Elections;
using Failover.Hosting.Operations;
using Failover.Operations;
using Failover.Sessions;

namespace Failover.Hosting.Driver;

/// <summary>What applications ask for, and what they are told.</summary>
internal sealed partial class MemberDriver
{
    private readonly Dictionary<long, TaskCompletionSource<bool>> _confirmations = [];
    private long _lastConfirmation;

    public void ReportHealth(bool healthy, string? reason) =>
        _inbox.Post(now => _session.SetFitness(healthy ? null : ReasonText.Shorten(reason ?? "unhealthy"), now));

    public void ReportReleased(string election, long term) => _inbox.Post(now => _session.Released(election, term, now));

    public void ReportPosition(string election, long position) => _inbox.Post(_ => _session.SetPosition(election, position));

    public void Resign(string election, long term, VacancyCause cause, string? reason) =>
        _inbox.Post(_ => _session.Resign(election, term, cause, reason is null ? null : ReasonText.Shorten(reason), QuarantineMs(cause)));

    private int QuarantineMs(VacancyCause cause) => cause switch
    {
        VacancyCause.Resigned => (int)_settings.QuarantineAfterResignation.TotalMilliseconds,
        VacancyCause.ServiceFailed => (int)_settings.QuarantineAfterServiceFailure.TotalMilliseconds,
        _ => 0,
    };

    public async Task<bool> ConfirmAsync(string election, long term, CancellationToken cancellationToken)
    {
        var confirmed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.Post(now =>
        {
            var request = ++_lastConfirmation;
            _confirmations[request] = confirmed;
            _session.Confirm(request, now);
        });

        // A confirmed renewal proves that this session was open then; that it still leads in this term is known here.
        return await confirmed.Task.WaitAsync(cancellationToken) && await OnLoopAsync(now => _session.ActsIn(election, term, now), cancellationToken);
    }

    public async Task<ElectionSnapshot> HandOverAsync(string election, string? target, string? reason, CancellationToken cancellationToken)
    {
        var by = new OperatorNote(_settings.Session.Member, reason, Guid.NewGuid().ToString("N"), OperatorNote.Application);
        var result = await AskAsync(new OperatorCommand.HandOverLeadership(election, target, by), null, cancellationToken);
        return result.Done
            ? await OnLoopAsync(_ => ElectionView.Of(_state, _state.Elections[election], _session.Id), cancellationToken)
            : throw new FailoverException($"The hand-over of '{election}' was refused: {result.Message}.");
    }

    private async Task<T> OnLoopAsync<T>(Func<TimeSpan, T> read, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.Post(now => result.SetResult(read(now)));
        return await result.Task.WaitAsync(cancellationToken);
    }

    private void CompleteConfirmation(long request)
    {
        if (_confirmations.Remove(request, out var waiting))
        {
            waiting.TrySetResult(true);
        }
    }

    private void FailConfirmations()
    {
        foreach (var waiting in _confirmations.Values)
        {
            waiting.TrySetResult(false);
        }

        _confirmations.Clear();
    }

    /// <summary>Duty 4: ends, then what changed, then beginnings.</summary>
    private void TellApplications(ClusterState before, IReadOnlyList<ClusterEvent>? events)
    {
        var outputs = _session.TakeOutputs();
        foreach (var output in outputs.Where(output => output is not SessionOutput.LeadershipBegan))
        {
            Do(output);
        }

        foreach (var snapshot in events is null ? ChangesSince(before) : ChangesOf(events))
        {
            Observer(snapshot.Election)?.OnChanged(snapshot);
        }

        foreach (var began in outputs.OfType<SessionOutput.LeadershipBegan>())
        {
            Do(began);
        }
    }

    private IEnumerable<ElectionSnapshot> ChangesSince(ClusterState before)
    {
        foreach (var election in _state.Elections.Values)
        {
            var known = before.Elections.GetValueOrDefault(election.Name);
            if (known is null || known.Term != election.Term || known.Leader != election.Leader)
            {
                foreach (var snapshot in ElectionView.Missed(_state, election, known?.Term ?? 0, _session.Id))
                {
                    yield return snapshot;
                }
            }
        }
    }

    private IEnumerable<ElectionSnapshot> ChangesOf(IReadOnlyList<ClusterEvent> events)
    {
        foreach (var change in events)
        {
            var snapshot = change switch
            {
                ClusterEvent.Vacated vacated => ElectionView.Of(_state, vacated),
                ClusterEvent.Promoted promoted => ElectionView.Of(_state, promoted, _session.Id),
                _ => null,
            };
            if (snapshot is not null)
            {
                yield return snapshot;
            }
        }
    }
}
