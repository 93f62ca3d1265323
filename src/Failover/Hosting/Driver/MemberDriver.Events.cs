using Failover.Diagnostics;
using Failover.Elections;
using Failover.Operations;

namespace Failover.Hosting.Driver;

/// <summary>Logs and metrics of what the log changed. What concerns all is logged once, by the coordinator.</summary>
internal sealed partial class MemberDriver
{
    private readonly Dictionary<string, PromotionPolicy> _configuredPolicies = new(StringComparer.Ordinal);

    /// <summary>The elections in which this process is not enrolled yet.</summary>
    private readonly HashSet<string> _policiesToCompare = new(StringComparer.Ordinal);

    private void Report(IReadOnlyList<ClusterEvent> events)
    {
        ComparePolicies();
        foreach (var change in events)
        {
            Count(change);
            if (change is ClusterEvent.PolicySet { Election: var changed })
            {
                ComparePolicy(changed);
            }

            if (_coordinator.IsLeading)
            {
                Log(change);
            }
        }
    }

    private void Count(ClusterEvent change)
    {
        switch (change)
        {
            case ClusterEvent.Promoted promoted:
                _metrics.Promoted(promoted.Cause, promoted.Vacancy);
                break;
            case ClusterEvent.RequestChanged { What: "request-opened" or "request-escalated" } changed:
                _metrics.RequestChanged(changed.Request.Election, changed.What);
                break;
            case ClusterEvent.SessionOpened or ClusterEvent.SessionClosed:
                _metrics.SessionsCounted(_state.Members.Values.Count(member => member.Session is not null));
                break;
        }
    }

    /// <summary>By the wall clocks of the coordinators, which stamped the vacancy and the promotion.</summary>
    private static void Trace(ClusterEvent.Promoted promoted) => FailoverActivity.Record(
        "promotion",
        promoted.At - promoted.Vacancy,
        promoted.At,
        ("failover.election", promoted.Election),
        ("failover.term", promoted.Term),
        ("failover.leader", promoted.Leader.Member),
        ("failover.cause", FailoverMetrics.NameOf(promoted.Cause)));

    private void Log(ClusterEvent change)
    {
        switch (change)
        {
            case ClusterEvent.SessionOpened opened:
                _logger.SessionOpened(opened.Session.Id.Member, opened.Session.Id.Incarnation);
                break;
            case ClusterEvent.SessionClosed closed:
                _logger.SessionClosed(closed.Session.Id.Member, closed.Session.Id.Incarnation, closed.Reason);
                break;
            case ClusterEvent.Promoted promoted:
                Trace(promoted);
                _logger.Promoted(promoted.Election, promoted.Leader.Member, promoted.Term, promoted.Cause, promoted.Vacancy.TotalMilliseconds);
                break;
            case ClusterEvent.Vacated vacated:
                _logger.Vacated(vacated.Election, vacated.Term, vacated.Cause, vacated.Leader.Member);
                break;
            case ClusterEvent.HandOverBegan began:
                var handOver = began.HandOver;
                _logger.HandOverRequested(
                    began.Election, began.Term, handOver.From, handOver.Target ?? "the best candidate", handOver.By.Reason ?? $"by {handOver.By.Actor}");
                break;
            case ClusterEvent.HandOverAborted aborted:
                _logger.HandOverAborted(aborted.Election, aborted.Term, aborted.Reason);
                break;
            case ClusterEvent.RequestChanged changed:
                Log(changed);
                break;
            case ClusterEvent.RequestClosed closed:
                _logger.RequestClosed(closed.Request.Election, closed.Request.Number, closed.How);
                break;
            case ClusterEvent.PolicySet set:
                _logger.PolicySet(set.Election, set.By.Actor, set.Policy.Name, set.By.Reason);
                break;
            case ClusterEvent.CommandIgnored ignored:
                _logger.CommandRefused(_state.Index, ignored.Reason);
                break;
        }
    }

    private void Log(ClusterEvent.RequestChanged changed)
    {
        var request = changed.Request;
        var candidate = request.Candidate?.Member ?? "nobody";
        switch (changed.What)
        {
            case "request-opened":
                _logger.RequestOpened(request.Election, request.Number, request.ApprovalsNeeded, candidate, request.Term + 1, request.Why);
                break;
            case "request-revised":
                _logger.RequestRevised(request.Election, request.Number, request.Revision, candidate);
                break;
            case "request-approved":
                _logger.RequestApproved(request.Election, request.Number, request.Revision, request.Approvals.Count, request.ApprovalsNeeded);
                break;
            default:
                _logger.RequestEscalated(request.Election, request.Number);
                break;
        }
    }

    /// <summary>The configured policy is for new elections only: where the cluster has another, that is said once this process has enrolled.</summary>
    private void ComparePolicies()
    {
        foreach (var name in _policiesToCompare.Where(IsEnrolled).ToArray())
        {
            _policiesToCompare.Remove(name);
            ComparePolicy(name);
        }
    }

    private bool IsEnrolled(string name) =>
        _state.Elections.TryGetValue(name, out var election)
        && election.Candidates.TryGetValue(_settings.Session.Member, out var candidate)
        && candidate.Process == _settings.Session.Process;

    private void ComparePolicy(string name)
    {
        if (_configuredPolicies.TryGetValue(name, out var configured) && _state.Elections[name].Policy is var replicated && replicated != configured)
        {
            _logger.PolicyDiffers(name, configured.Name, replicated.Name == configured.Name ? $"{replicated.Name} with other settings" : replicated.Name);
        }
    }
}
