using Failover.Sessions;

namespace Failover.Elections;

/// <summary>What an applied entry changed. The same on every member.</summary>
internal abstract record ClusterEvent
{
    private ClusterEvent()
    {
    }

    public sealed record SessionOpened(SessionState Session) : ClusterEvent;

    public sealed record SessionClosed(SessionState Session, VacancyCause Cause, string Reason) : ClusterEvent;

    /// <summary>An election has a new leader; the vacancy before had lasted that long by the coordinators' wall clocks.</summary>
    public sealed record Promoted(string Election, long Term, SessionId Leader, VacancyCause Cause, DateTimeOffset At, TimeSpan Vacancy) : ClusterEvent;

    public sealed record Vacated(string Election, long Term, SessionId Leader, VacancyCause Cause, DateTimeOffset At, string? Reason) : ClusterEvent;

    /// <summary>A promotion request was opened, or has a new revision, approval or urgency.</summary>
    public sealed record RequestChanged(PromotionRequest Request, string What) : ClusterEvent;

    /// <summary>A promotion request was decided or withdrawn.</summary>
    public sealed record RequestClosed(PromotionRequest Request, string How) : ClusterEvent;

    public sealed record PolicySet(string Election, PromotionPolicy Policy, OperatorNote By) : ClusterEvent;

    public sealed record HandOverBegan(string Election, long Term, HandOver HandOver) : ClusterEvent;

    public sealed record HandOverAborted(string Election, long Term, string Reason) : ClusterEvent;

    /// <summary>An operator command was answered; whoever waits for its key may be told.</summary>
    public sealed record OperatorAnswered(OperatorResult Result) : ClusterEvent;

    /// <summary>A command no longer fitted the state and changed nothing.</summary>
    public sealed record CommandIgnored(Command Command, string Reason) : ClusterEvent;
}
