namespace Failover.Simulation.Checks;

/// <summary>An open promotion request, as the log has it.</summary>
internal sealed class RequestLedger(long number)
{
    public long Number => number;

    public int Revision { get; private set; }

    public SessionId? Candidate { get; private set; }

    /// <summary>Who could be chosen when this revision was made.</summary>
    public IReadOnlyDictionary<string, SessionId> Shown { get; private set; } = new Dictionary<string, SessionId>();

    public List<(string Actor, string Member, string Key)> Approvals { get; } = [];

    public bool IsTimedOut { get; set; }

    /// <summary>Since when, in true time, its time runs: from its opening, and anew with each policy.</summary>
    public long TimedFrom { get; set; }

    public void Revise(SessionId? candidate, Evidence evidence)
    {
        Revision++;
        Candidate = candidate;
        Shown = evidence.Candidates.Where(report => report.Rank is not null).ToDictionary(report => report.Member, report => report.Session!.Value);
        Approvals.Clear();
        IsTimedOut = false;
    }

    public int ApprovalsOf(SessionId session) => Shown.TryGetValue(session.Member, out var shown) && shown != session
        ? 0
        : Approvals.Where(approval => approval.Member == session.Member).Select(approval => approval.Actor).Distinct().Count();
}
