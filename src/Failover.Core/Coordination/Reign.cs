using Failover.Elections;
using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>What a coordinator knows only while Raft leads here, and forgets with the Raft term.</summary>
internal sealed class Reign(long raftTerm, TimeSpan since, TimeSpan missed)
{
    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);

    public long RaftTerm { get; } = raftTerm;

    public TimeSpan Since { get; } = since;

    /// <summary>How long there was no coordinator before it.</summary>
    public TimeSpan Missed { get; } = missed;

    public TimeSpan Now { get; set; } = since;

    /// <summary>The proposal that is under way; decisions wait for it.</summary>
    public long? InFlight { get; set; }

    public TimeSpan ProposeAfter { get; set; }

    /// <summary>Whether this coordinator has given up coordinating.</summary>
    public bool HasYielded { get; set; }

    /// <summary>When each session was last heard to renew, while it may be confirmed.</summary>
    public Dictionary<SessionId, TimeSpan> HeardAt { get; } = [];

    /// <summary>Sessions whose closing was proposed: none of their renewals is confirmed any more (rule 3).</summary>
    public HashSet<SessionId> Closing { get; } = [];

    /// <summary>Sessions whose end is certain, and why (rule 4).</summary>
    public SortedDictionary<string, (SessionId Id, VacancyCause Cause, string Reason)> Ended { get; } = new(StringComparer.Ordinal);

    /// <summary>Sessions that answered at their member's address, and are to be opened.</summary>
    public SortedDictionary<string, SessionState> Verified { get; } = new(StringComparer.Ordinal);

    public Dictionary<long, ProbePurpose> Probes { get; } = [];

    /// <summary>When to dial a session that is not connected again.</summary>
    public Dictionary<SessionId, TimeSpan> ProbeAgainAt { get; } = [];

    public List<(SessionId Id, Enrolment Enrolment)> Enrolments { get; } = [];

    /// <summary>What members say of their fitness, where the log says otherwise.</summary>
    public Dictionary<SessionId, string?> Fitness { get; } = [];

    /// <summary>The terms that their leaders released, by election.</summary>
    public SortedDictionary<string, (SessionId From, SessionMessage.Released Message)> Released { get; } = new(StringComparer.Ordinal);

    /// <summary>The terms whose leaders were asked to release, by election, with the channel on which and when first.</summary>
    public Dictionary<string, (long Term, int Channel, TimeSpan Since)> ReleaseAsked { get; } = [];

    /// <summary>Operator commands that wait for an answer, by key.</summary>
    public SortedDictionary<string, WaitingAsk> Asks { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Election, string Member), long> Positions { get; } = [];

    /// <summary>How many elections each member leads, in the state that is being decided on.</summary>
    public Dictionary<string, int> Leaderships { get; } = [];

    /// <summary>When this coordinator first saw something that ends after a time (a pause, a quarantine, a new election).</summary>
    public Dictionary<(string What, string Election, string Member), TimeSpan> FirstSeen { get; } = [];

    /// <summary>When the release of a term was heard first, by election.</summary>
    public Dictionary<string, (long Term, TimeSpan At)> ReleasedAt { get; } = [];

    /// <summary>The time between a release and the word that the next leader acts, by election.</summary>
    public Dictionary<string, (long Term, TimeSpan Gap)> Gaps { get; } = [];

    /// <summary>What members saw of old leaders, by the member looked for.</summary>
    public SortedDictionary<string, LookRound> Looks { get; } = new(StringComparer.Ordinal);

    /// <summary>What the applications' own policies said, by election.</summary>
    public Dictionary<string, Consultation> Consultations { get; } = [];

    /// <summary>Why a vacancy is not filled, by election; for explanations.</summary>
    public Dictionary<string, string> Waiting { get; } = [];

    /// <summary>The renewals that wait to be confirmed, in the order in which they came.</summary>
    public List<WaitingRenewal> Renewals { get; } = [];

    /// <summary>The round of Raft that is under way.</summary>
    public Barrier? Barrier { get; set; }

    public Question? Question { get; set; }

    /// <summary>Whether this member was asked whether it still leads, and has not said.</summary>
    public bool IsAttesting { get; set; }

    /// <summary>Since when this coordinator leads something, and the others suffice to elect another; or null.</summary>
    public TimeSpan? MayYieldSince { get; set; }

    /// <summary>When Raft last needed too long to confirm renewals, or could not.</summary>
    public TimeSpan? SlowRoundAt { get; set; }

    /// <summary>The member knew of no later Raft term after it had received what has that id.</summary>
    public void NoteWord(string member, long id) => _words[member] = Math.Max(id, LastWordOf(member));

    /// <summary>The highest such id; 0 for none.</summary>
    public long LastWordOf(string member) => _words.GetValueOrDefault(member);

    public void NoteBegan(string election, long term, TimeSpan now)
    {
        if (ReleasedAt.TryGetValue(election, out var released) && released.Term == term - 1)
        {
            Gaps[election] = (term, now - released.At);
            ReleasedAt.Remove(election);
        }
    }

    public void Forget(SessionId id)
    {
        HeardAt.Remove(id);
        Fitness.Remove(id);
        ProbeAgainAt.Remove(id);
        if (Ended.TryGetValue(id.Member, out var ended) && ended.Id == id)
        {
            Ended.Remove(id.Member);
        }
    }
}
