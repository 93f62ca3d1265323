using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>
/// Rule 2: a renewal is confirmed when a quorum has said, since it was sent, that it knows of no later Raft term than this coordinator's: then whoever
/// coordinates next began after that. Members say so with each renewal, as of when they sent it, and with it which confirmation they had received
/// before. Where that does not suffice in time they are asked, and where they do not answer, or too few have a channel, Raft is.
/// </summary>
/// <remarks>What this coordinator receives and sends is ordered by one count of ids: no clock says what came first.</remarks>
internal sealed partial class Coordinator
{
    /// <summary>How many other members make a quorum together with this one.</summary>
    private int OthersForQuorum => Quorum - 1;

    /// <summary>
    /// The channels of all other members while heartbeats are all that there is to tell them: each was heard of late, and has applied what this member
    /// has; and no entry is under way. Null while some of them need rounds of Raft, and where this member does not coordinate.
    /// </summary>
    public IReadOnlyList<int>? QuietChannels(TimeSpan now)
    {
        if (_reign is not { InFlight: null })
        {
            return null;
        }

        // A channel that is dead in both directions looks open; Raft has another connection.
        var heardSince = now - _settings.RenewalInterval - (2 * _settings.HeartbeatInterval);
        Link[] level = [.. OtherLinks().Where(link => link.Applied >= _state.Index && link.HeardAt >= heardSince)];
        return CountMembers(level) == _settings.Members.Count - 1
            ? [.. level.Select(link => link.Channel)]
            : null;
    }

    /// <summary>This member says whether it still leads in that Raft term, and knows of no later one.</summary>
    public void Attested(long raftTerm, bool leads, TimeSpan now)
    {
        if (_reign is not { } reign || reign.RaftTerm != raftTerm)
        {
            return;
        }

        reign.IsAttesting = false;
        if (leads)
        {
            Confirm(reign, renewal => IsProved(reign, renewal));
        }
        else
        {
            reign.Renewals.Clear();
        }

        Decide(now);
    }

    /// <summary>A round of Raft has passed, or could not.</summary>
    public void BarrierPassed(long id, bool proved, TimeSpan now)
    {
        if (_reign is not { Barrier: { } barrier } reign || barrier.Id != id)
        {
            return;
        }

        reign.Barrier = null;
        if (!proved || now - barrier.Since > SlowRound)
        {
            reign.SlowRoundAt = now;
        }

        if (proved)
        {
            Confirm(reign, renewal => renewal.Order < id);
        }

        reign.Renewals.RemoveAll(renewal => renewal.Order < id);
        Decide(now);
    }

    private bool MayConfirm(Reign reign, Link link) =>
        _links.GetValueOrDefault(link.Channel) == link && !reign.Closing.Contains(link.Id) && _state.Find(link.Id) is { Deposed: null };

    /// <summary>Sees to it that whoever waits gets its confirmation.</summary>
    private void Prove(Reign reign, TimeSpan now)
    {
        reign.Renewals.RemoveAll(renewal => !MayConfirm(reign, renewal.Link));
        if (!reign.IsAttesting && reign.Renewals.Exists(renewal => IsProved(reign, renewal)))
        {
            reign.IsAttesting = true;
            Output(new CoordinatorOutput.Attest(reign.RaftTerm));
        }

        if (reign.Barrier is not null)
        {
            return;
        }

        (TimeSpan? askAt, TimeSpan? askRaftAt) = (null, null);
        foreach (var renewal in reign.Renewals.Where(renewal => !IsProved(reign, renewal)))
        {
            if (reign.Question is { } question && question.Id > renewal.Order)
            {
                askRaftAt = question.AskRaftAt;
            }
            else
            {
                var at = renewal.IsUrgent ? now : renewal.ReceivedAt + PatienceFor(renewal.Link);
                askAt = askAt < at ? askAt : at;
            }
        }

        if (now >= askRaftAt || (now >= askAt && CountMembers(OtherLinks()) < OthersForQuorum))
        {
            reign.Barrier = new Barrier(++_lastId, now);
            Output(new CoordinatorOutput.Barrier(_lastId, reign.RaftTerm));
            return;
        }

        if (now >= askAt)
        {
            Ask(reign, now, askRaftAt ?? now + _settings.HeartbeatInterval);
            askRaftAt = reign.Question!.AskRaftAt;
            askAt = null;
        }

        foreach (var at in new[] { askAt, askRaftAt })
        {
            if (at is { } time)
            {
                Wake(time);
            }
        }
    }

    /// <summary>
    /// How long a renewal waits for what the others say by themselves. This member's own has nothing of its own to go by, and is needed where it leads.
    /// </summary>
    private TimeSpan PatienceFor(Link link) =>
        _settings.RenewalInterval * (link.Id.Member == _settings.Self && LeadershipsOf(_settings.Self) == 0 ? 2 : 1);

    private void Ask(Reign reign, TimeSpan now, TimeSpan askRaftAt)
    {
        reign.Question = new Question(++_lastId, now, askRaftAt);
        foreach (var link in OtherLinks())
        {
            Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Heartbeat(reign.RaftTerm, _lastId)));
        }
    }

    private void OnHeard(Reign reign, Link link, SessionMessage.Heard heard, TimeSpan now)
    {
        if (heard.RaftTerm != reign.RaftTerm)
        {
            return;
        }

        link.NoteApplied(heard.Applied, now);
        reign.NoteWord(link.Id.Member, heard.Question);
        if (reign.Question is { } question && question.Id == heard.Question && ++question.Answers == OthersForQuorum && now - question.AskedAt > SlowRound)
        {
            reign.SlowRoundAt = now;
        }

        Prove(reign, now);
    }

    /// <summary>Takes what a renewal says, and lets it wait.</summary>
    private void Enqueue(Reign reign, Link link, SessionMessage.Renew renewal, TimeSpan now)
    {
        var isInRaftTerm = renewal.RaftTerm == reign.RaftTerm;
        if (isInRaftTerm)
        {
            link.NoteApplied(renewal.Applied, now);
            reign.NoteWord(link.Id.Member, link.LastConfirmedBack);
        }

        reign.Renewals.Add(new WaitingRenewal(link, renewal.Number, now, ++_lastId, renewal.Urgent, isInRaftTerm));
        Prove(reign, now);
    }

    private bool IsProved(Reign reign, WaitingRenewal renewal)
    {
        var others = 0;
        foreach (var member in _settings.Members)
        {
            var isOwnWord = renewal.IsInRaftTerm && member == renewal.Link.Id.Member;
            others += member != _settings.Self && (isOwnWord || reign.LastWordOf(member) > renewal.Order) ? 1 : 0;
        }

        return others >= OthersForQuorum;
    }

    private void Confirm(Reign reign, Predicate<WaitingRenewal> isProved)
    {
        foreach (var renewal in reign.Renewals.FindAll(renewal => isProved(renewal) && MayConfirm(reign, renewal.Link)))
        {
            // Those before it are covered by it; and what a member is known to have received is told by the highest number.
            reign.Renewals.RemoveAll(earlier => earlier.Link == renewal.Link && earlier.Number < renewal.Number);
            renewal.Link.SentConfirmation(renewal.Number, renewal.ReceivedAt, ++_lastId);
            Output(new CoordinatorOutput.Send(
                renewal.Link.Channel, new SessionMessage.Confirmed(renewal.Number, reign.RaftTerm), MayWait: !renewal.IsUrgent));
        }

        reign.Renewals.RemoveAll(isProved);
    }

    private static int CountMembers(IEnumerable<Link> links) => links.Select(link => link.Id.Member).Distinct(StringComparer.Ordinal).Count();

    private IEnumerable<Link> OtherLinks() => _links.Values.Where(link => link.IsWelcome && link.Id.Member != _settings.Self);
}
