namespace Failover.Consensus;

/// <summary>
/// How patient this member is. Time-outs that suit a cluster at rest never elect a coordinator, or depose each within moments, while
/// processors or disks are so busy that every answer comes late. So when elections fail, or follow each other, although the
/// others are there, all time-outs double; and they halve again, step by step, while one coordinator stays.
/// </summary>
/// <remarks>
/// Safety does not rest on these time-outs. <see cref="Tick"/> is called by one thread at a time; reading is safe from any.
/// </remarks>
internal sealed class RaftPace(ConsensusSettings settings)
{
    /// <summary>Of time-outs from 150 ms on it makes 1.2 s; a coordinator that is lost is missed for that long.</summary>
    public const int MaxFactor = 8;

    /// <summary>So many new Raft terms within <see cref="Window"/> are no accident: a lost coordinator takes one or two.</summary>
    private const int TooManyTerms = 4;

    /// <summary>How many of the longest election time-outs without a leader are too many, if a majority is there.</summary>
    private const int PatienceInTimeouts = 4;

    private readonly RaftTimeouts _base = new(settings.RequestTimeout, settings.LowerElectionTimeout, settings.SnapshotTimeout);
    private volatile Pace _pace = new(1, new(settings.RequestTimeout, settings.LowerElectionTimeout, settings.SnapshotTimeout));
    private (TimeSpan At, long RaftTerm)? _windowBegan;
    private (TimeSpan At, long RaftTerm) _calmSince;
    private TimeSpan? _leaderlessSince;

    /// <summary>How long a burst of elections lasts, at the usual time-outs.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one coordinator has stayed when the time-outs are halved. Longer, so that the next burst is not asked for.</summary>
    public static TimeSpan Calm { get; } = TimeSpan.FromSeconds(20);

    /// <summary>By how much the time-outs are multiplied now: a power of two.</summary>
    public int Factor => _pace.Factor;

    /// <summary>The time-outs of an exchange as they are now.</summary>
    public RaftTimeouts Timeouts => _pace.Timeouts;

    /// <summary>Whether there has been no leader for so long that something must be done about it.</summary>
    public bool IsLeaderlessTooLong(TimeSpan now) =>
        now - _leaderlessSince >= settings.UpperElectionTimeout * (PatienceInTimeouts * Factor);

    /// <summary>Starts to wait for a leader anew.</summary>
    public void WaitAnew(TimeSpan now) => _leaderlessSince = now;

    /// <summary>Elections fail although a majority is there.</summary>
    public void OnElectionsFail() => Set(Math.Min(Factor * 2, MaxFactor));

    /// <summary>Takes note of how things stand.</summary>
    /// <param name="now">The time since any fixed moment.</param>
    /// <param name="raftTerm">The present Raft term.</param>
    /// <param name="hasLeader">Whether a leader is known.</param>
    public void Tick(TimeSpan now, long raftTerm, bool hasLeader)
    {
        _leaderlessSince = hasLeader ? null : _leaderlessSince ?? now;
        if (_windowBegan is not { } window || now - window.At > Window * Factor)
        {
            _windowBegan = (now, raftTerm);
        }
        else if (raftTerm - window.RaftTerm >= TooManyTerms)
        {
            OnElectionsFail();
            _windowBegan = (now, raftTerm);
        }

        if (!hasLeader || raftTerm != _calmSince.RaftTerm)
        {
            _calmSince = (now, raftTerm);
        }
        else if (now - _calmSince.At >= Calm && Factor > 1)
        {
            Set(Factor / 2);
            _calmSince = (now, raftTerm);
        }
    }

    private void Set(int factor) => _pace = new(factor, new(_base.Vote * factor, _base.Step * factor, _base.Snapshot));

    private sealed record Pace(int Factor, RaftTimeouts Timeouts);
}
