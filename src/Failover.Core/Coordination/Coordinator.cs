using Failover.Elections;
using Failover.Promotion;
using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>
/// Decides, where Raft leads, which sessions are open and who leads what (rules 2 to 4 and 6 to 9). Compares what is with what
/// should be whenever something changes, and proposes the difference, one entry at a time. Pure: time comes in, outputs go
/// out. Not thread-safe.
/// </summary>
internal sealed partial class Coordinator : ICandidateFacts
{
    private readonly CoordinatorSettings _settings;
    private readonly List<CoordinatorOutput> _outputs = [];
    private ClusterState _state = ClusterState.Initial;
    private Reign? _reign;
    private long _lastId;

    public Coordinator(CoordinatorSettings settings)
    {
        _settings = settings;
    }

    /// <summary>Whether Raft leads here.</summary>
    public bool IsLeading => _reign is not null;

    /// <summary>The Raft term in which this member coordinates; null while it does not.</summary>
    public long? RaftTerm => _reign?.RaftTerm;

    /// <summary>When the coordinator wants <see cref="Tick"/> to be called, if nothing happens before; null for never.</summary>
    public TimeSpan? WakeAt { get; private set; }

    string ICandidateFacts.Coordinator => _settings.Self;

    /// <summary>Rule 8: a member that says nothing of newer confirmations than this is no candidate. This one's own may come later.</summary>
    private TimeSpan HearingLimit(Link link) => link.Id.Member == _settings.Self ? _settings.Lease * 3 / 4 : _settings.Lease / 2;

    /// <summary>Takes what is to be done.</summary>
    public IReadOnlyList<CoordinatorOutput> TakeOutputs()
    {
        CoordinatorOutput[] taken = [.. _outputs];
        _outputs.Clear();
        return taken;
    }

    /// <summary>
    /// Raft leads here in that term, and the state has every entry of earlier terms. Since <paramref name="missedSince"/> this member has missed a
    /// coordinator; null if it did not, or never had one.
    /// </summary>
    public void Became(long raftTerm, ClusterState state, TimeSpan now, TimeSpan? missedSince = null)
    {
        if (_reign is not null)
        {
            // Nothing of an earlier Raft term counts in this one, also where its end was not told.
            Ceased("a later Raft term began");
        }

        _state = state;
        _reign = new Reign(raftTerm, now, now - (missedSince ?? now));
        foreach (var link in _links.Values.ToArray())
        {
            Greeted(link, now);
        }

        foreach (var session in OpenSessions().Where(session => LinkOf(session.Id) is null))
        {
            ProbeForCrash(session.Id);
        }

        Decide(now);
    }

    /// <summary>Raft leads here no longer.</summary>
    public void Ceased(string reason)
    {
        var ended = _reign;
        _reign = null;
        WakeAt = null;
        foreach (var link in _links.Values)
        {
            if (ended is not null)
            {
                Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Ceased(ended.RaftTerm)));
            }

            Output(new CoordinatorOutput.CloseChannel(link.Channel, reason));
        }

        _links.Clear();
    }

    /// <summary>An entry was applied here.</summary>
    public void Applied(ClusterState state, IReadOnlyList<ClusterEvent> events, TimeSpan now)
    {
        _state = state;
        if (_reign is null)
        {
            return;
        }

        foreach (var change in events)
        {
            Follow(change, now);
        }

        foreach (var link in _links.Values)
        {
            AnswerQueries(_reign, link);
        }

        Decide(now);
    }

    /// <summary>This coordinator has an entry of that Raft term, and all before it, on its disk.</summary>
    public void Stored(long raftTerm, long index)
    {
        if (_reign?.RaftTerm != raftTerm)
        {
            return;
        }

        foreach (var link in OtherLinks())
        {
            Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Stored(raftTerm, index)));
        }
    }

    /// <summary>A proposal was applied, or failed: then whether it will be committed is not known.</summary>
    public void Proposed(long proposal, bool applied, TimeSpan now)
    {
        if (_reign is { } reign && reign.InFlight == proposal)
        {
            reign.InFlight = null;
            reign.ProposeAfter = applied ? TimeSpan.Zero : now + _settings.ProposalRetryDelay;
            Decide(now);
        }
    }

    /// <summary>Time has passed.</summary>
    public void Tick(TimeSpan now) => Decide(now);

    /// <inheritdoc/>
    public string? WhyNot(SessionId session) => (LinkOf(session), _reign) switch
    {
        (_, null) => "this member does not coordinate",
        (null, _) => "it is not connected to the coordinator",
        (_, { } reign) when reign.Closing.Contains(session) => "its session is being closed",
        ({ IsLeaving: true }, _) => "it is shutting down",
        ({ ConfirmedBackAt: null }, _) => "it has not yet confirmed that it hears the coordinator",
        ({ } link, { } reign) when !link.Hears(reign.Now - HearingLimit(link)) => "it does not hear the coordinator",
        _ => null,
    };

    /// <inheritdoc/>
    public long PositionOf(string election, string member) => _reign?.Positions.GetValueOrDefault((election, member)) ?? 0;

    /// <inheritdoc/>
    public int LeadershipsOf(string member) => _reign?.Leaderships.GetValueOrDefault(member) ?? 0;

    private void Follow(ClusterEvent change, TimeSpan now)
    {
        var reign = _reign!;
        switch (change)
        {
            case ClusterEvent.SessionOpened opened:
                OnOpened(reign, opened.Session, now);
                break;
            case ClusterEvent.SessionClosed closed:
                reign.Forget(closed.Session.Id);
                break;
            case ClusterEvent.Vacated vacated:
                reign.ReleaseAsked.Remove(vacated.Election);
                if (reign.Released.TryGetValue(vacated.Election, out var released) && released.Message.Term <= vacated.Term)
                {
                    reign.Released.Remove(vacated.Election);
                }

                // What was seen of it before it ended is no evidence now.
                reign.Looks.Remove(vacated.Leader.Member);
                break;
            case ClusterEvent.OperatorAnswered answered:
                Answer(reign, answered.Result.Key, answered.Result);
                break;
        }
    }

    private IEnumerable<SessionState> OpenSessions() =>
        _state.Members.Values.Where(member => member.Session is not null).Select(member => member.Session!);

    private void Output(CoordinatorOutput output) => _outputs.Add(output);
}
