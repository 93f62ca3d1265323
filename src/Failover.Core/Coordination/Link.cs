using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>A channel on which a member's session speaks to this coordinator.</summary>
internal sealed class Link(int channel, SessionState session)
{
    private readonly Queue<(long Number, TimeSpan ReceivedAt, long Id)> _confirmed = [];

    public int Channel { get; } = channel;

    /// <summary>The session as its member described it.</summary>
    public SessionState Session { get; } = session;

    public SessionId Id => Session.Id;

    /// <summary>Whether the session is open in the log and was welcomed on this channel.</summary>
    public bool IsWelcome { get; set; }

    public bool IsLeaving { get; set; }

    /// <summary>What its member asked after entries that this coordinator has not applied yet.</summary>
    public List<SessionMessage.Query> Queries { get; } = [];

    /// <summary>The last entry that the member is known to have applied; 0 before it told.</summary>
    public long Applied { get; private set; }

    /// <summary>When it last told so.</summary>
    public TimeSpan HeardAt { get; private set; }

    /// <summary>When the newest renewal that the member knows to be confirmed had been received; null before the first (rule 8).</summary>
    public TimeSpan? ConfirmedBackAt { get; private set; }

    /// <summary>The id of the last confirmation that the member is known to have received; 0 for none.</summary>
    public long LastConfirmedBack { get; private set; }

    public void NoteApplied(long applied, TimeSpan now) => (Applied, HeardAt) = (applied, now);

    public void SentConfirmation(long number, TimeSpan receivedAt, long id) => _confirmed.Enqueue((number, receivedAt, id));

    /// <summary>Whether the member is known to hear this coordinator (rule 8): what it says of confirmations is not older than that.</summary>
    public bool Hears(TimeSpan since) => ConfirmedBackAt >= since;

    /// <summary>Takes what a renewal says of the last confirmation received; true when the member is heard to hear, and was not before.</summary>
    public bool NoteConfirmedBack(long lastConfirmed, TimeSpan since)
    {
        var before = Hears(since);
        while (_confirmed.TryPeek(out var sent) && sent.Number <= lastConfirmed)
        {
            ConfirmedBackAt = sent.ReceivedAt;
            LastConfirmedBack = sent.Id;
            _confirmed.Dequeue();
        }

        return !before && Hears(since);
    }
}
