using Failover.Diagnostics;
using Failover.Elections;

namespace Failover.Hosting.Driver;

/// <summary>Logs and metrics of what the log changed. What concerns all is logged once, by the coordinator.</summary>
internal sealed partial class MemberDriver
{
    private void Report(IReadOnlyList<ClusterEvent> events)
    {
        foreach (var change in events)
        {
            Count(change);
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
            case ClusterEvent.CommandIgnored ignored:
                _logger.CommandRefused(_state.Index, ignored.Reason);
                break;
        }
    }
}
