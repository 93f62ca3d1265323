namespace Failover.Simulation.Model;

/// <summary>
/// What <c>Leadership.IsHeld</c> answers in a process: a leadership was begun and not ended, and the lease runs by this host's clock.
/// </summary>
/// <remarks>Unlike the product's, it has no latch: it believes what the core says, so that a fault of the core shows.</remarks>
internal sealed class HeldView(MemberProcess process)
{
    private readonly SortedDictionary<string, long> _terms = new(StringComparer.Ordinal);

    /// <summary>The session that holds the lease, or null.</summary>
    public SessionId? Session { get; private set; }

    /// <summary>When the lease was last extended, in true time.</summary>
    public long ExtendedAt { get; private set; } = long.MinValue / 2;

    public TimeSpan Until { get; private set; }

    /// <summary>The leaderships that were begun and not ended, with their terms.</summary>
    public IReadOnlyDictionary<string, long> Terms => _terms;

    /// <summary>Whether the lease runs at this instant of true time, also where the process is paused: it may go on at any instant.</summary>
    public bool IsLeaseRunning => process.IsAlive && Session is not null && process.Now < Until - process.World.Settings.SafetyMargin;

    public bool IsHeld(string election, out long term) => _terms.TryGetValue(election, out term) && IsLeaseRunning;

    public void Extend(SessionId session, TimeSpan until)
    {
        process.World.History.Extending(process, session);
        Session = session;
        Until = until;
        ExtendedAt = process.World.Agenda.Now;
        process.World.History.Extended(process);
    }

    public void EndLease(SessionId session)
    {
        if (Session == session)
        {
            process.World.History.LeaseEnded(process);
            Session = null;
        }
    }

    public void Begin(string election, long term)
    {
        process.World.Trace.Line($"{process.Host.Member}: LEADS {election} in term {term}");
        process.World.History.Beginning(process, election, term);
        _terms[election] = term;
        process.World.History.Began(process, election, term);
    }

    public void End(string election, long term, string reason)
    {
        process.World.Trace.Line($"{process.Host.Member}: leads {election} no longer in term {term}: {reason}");
        process.World.History.Ending(process, election, term);
        _terms.Remove(election);
    }
}
