namespace Failover.Simulation.Checks;

/// <summary>What the log says of an election's promotions, kept apart from the core: from the commands that changed something.</summary>
internal sealed class ElectionLedger(PromotionPolicy policy)
{
    public PromotionPolicy Policy { get; set; } = policy;

    public int PolicyRevision { get; set; } = 1;

    public long Term { get; set; }

    public SessionId? Leader { get; set; }

    public SessionId? Last { get; set; }

    public VacancyCause Cause { get; set; } = VacancyCause.FirstElection;

    /// <summary>Whether an operator wanted the last leadership to end, however it ended then.</summary>
    public bool WasWanted { get; set; }

    public HandOver? HandOver { get; set; }

    public bool IsPaused { get; set; }

    public RequestLedger? Request { get; set; }

    public HashSet<SessionId> PassedOver { get; } = [];

    /// <summary>When, in true time, promotions were made that count against the policy's limit.</summary>
    public List<long> Counted { get; } = [];

    public bool IsReturn(SessionId session) =>
        Last?.Member == session.Member
        && !WasWanted
        && Cause is VacancyCause.CrashConfirmed or VacancyCause.LeaseExpired or VacancyCause.SessionReplaced or VacancyCause.Goodbye
        && !PassedOver.Any(passed => passed.Member == session.Member);
}
