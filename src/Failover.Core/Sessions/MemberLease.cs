namespace Failover.Sessions;

/// <summary>Rule 1: a lease runs from the sending of a renewal, once that is confirmed.</summary>
internal sealed class MemberLease(MemberSettings settings)
{
    private readonly Queue<(long Number, TimeSpan SentAt)> _unconfirmed = [];

    /// <summary>Until when the lease runs; null before the first confirmation of a session.</summary>
    public TimeSpan? Until { get; private set; }

    /// <summary>The number of the newest renewal; never reused, not even by a later session of this process.</summary>
    public long Number { get; private set; }

    public long LastConfirmed { get; private set; }

    public bool IsRunning(TimeSpan now) => Until is { } until && now < until - settings.SafetyMargin;

    public bool HasLapsed(TimeSpan now) => Until is not null && !IsRunning(now);

    /// <summary>When the member must have stopped acting, unless a confirmation comes first.</summary>
    public TimeSpan? StopAt => Until - settings.SafetyMargin;

    public long Send(TimeSpan now)
    {
        _unconfirmed.Enqueue((++Number, now));
        return Number;
    }

    /// <summary>Takes a confirmation; false when it confirms nothing that is still waiting.</summary>
    public bool Confirm(long number)
    {
        TimeSpan? sentAt = null;
        while (_unconfirmed.TryPeek(out var sent) && sent.Number <= number)
        {
            sentAt = sent.SentAt;
            _unconfirmed.Dequeue();
        }

        if (sentAt is not { } from)
        {
            return false;
        }

        LastConfirmed = number;
        Until = Until is { } until && until > from + settings.Lease ? until : from + settings.Lease;
        return true;
    }

    public void Reset()
    {
        _unconfirmed.Clear();
        Until = null;
        LastConfirmed = 0;
    }
}
