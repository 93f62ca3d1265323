using Failover.Elections;

namespace Failover.Sessions;

/// <summary>
/// A member's side of its session: keeps a channel to the coordinator and a lease, and decides when leaderships of this
/// process begin and end (rules 1, 5 and 8). Pure: time comes in, outputs go out. Not thread-safe.
/// </summary>
internal sealed partial class MemberSession
{
    private readonly MemberSettings _settings;
    private readonly MemberLease _lease;
    private readonly List<SessionOutput> _outputs = [];
    private readonly SortedDictionary<string, ActingLeadership> _acting = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SessionMessage.Released> _released = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SessionMessage.Release> _askedEarly = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _positionsChanged = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, OperatorCommand> _asks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SessionMessage.Query> _queries = new(StringComparer.Ordinal);
    private readonly List<(long Number, long Request)> _confirmRequests = [];
    private ClusterState _state = ClusterState.Initial;
    private string? _unfit;
    private Stopping _stopping;

    public MemberSession(MemberSettings settings)
    {
        _settings = settings;
        _lease = new MemberLease(settings);
        Id = new SessionId(settings.Member, 1);
    }

    private enum Stopping
    {
        No,
        Releasing,
        SaidGoodbye,
        Done,
    }

    /// <summary>The session that is open, or that this member tries to open.</summary>
    public SessionId Id { get; private set; }

    /// <summary>Whether the coordinator has welcomed this session on the present channel.</summary>
    public bool IsOpen => _phase == Phase.Open;

    /// <summary>Takes what is to be done.</summary>
    public IReadOnlyList<SessionOutput> TakeOutputs()
    {
        SessionOutput[] taken = [.. _outputs];
        _outputs.Clear();
        return taken;
    }

    /// <summary>Tells of new state: with the events that led to it, or without where a snapshot replaced it.</summary>
    public void Applied(ClusterState state, IReadOnlyList<ClusterEvent>? events, TimeSpan now)
    {
        _state = state;
        if (state.Find(Id) is { Deposed: { } why })
        {
            EndSession($"deposed: {why}", now);
        }
        else if (events is null)
        {
            CompareWithState(now);
        }
        else
        {
            foreach (var change in events)
            {
                Follow(change, now);
            }
        }

        ContinueStopping(now);
    }

    /// <summary>Why this member is unfit to lead, or null. Told to the coordinator at once.</summary>
    public void SetFitness(string? unfit, TimeSpan now)
    {
        if (_unfit != unfit)
        {
            _unfit = unfit;
            Renew(now);
        }
    }

    /// <summary>Asks the application to release a leadership, and the coordinator, after that, to promote another.</summary>
    public void Resign(string election, long term, VacancyCause cause, string? reason, int quarantineMs)
    {
        AskRelease(new SessionMessage.Released(election, term, cause, reason, quarantineMs));
    }

    /// <summary>The application acts no more in that term.</summary>
    public void Released(string election, long term, TimeSpan now)
    {
        if (!_acting.TryGetValue(election, out var acting) || acting.Term != term)
        {
            return;
        }

        var message = acting.Release ?? new SessionMessage.Released(election, term, VacancyCause.Resigned, null, 0);
        _acting.Remove(election);
        _released[election] = message;
        Output(new SessionOutput.LeadershipEnded(election, term, message.Reason ?? "released"));
        SendIfOpen(message);
        ContinueStopping(now);
    }

    /// <summary>Releases everything, then says goodbye; <see cref="SessionOutput.Stopped"/> follows.</summary>
    public void Stop(TimeSpan now)
    {
        if (_stopping != Stopping.No)
        {
            return;
        }

        _stopping = Stopping.Releasing;
        Renew(now);
        foreach (var (election, acting) in _acting.ToArray())
        {
            AskRelease(new SessionMessage.Released(election, acting.Term, VacancyCause.HandedOver, "the member stops", 0));
        }

        ContinueStopping(now);
    }

    /// <summary>Ends the session at once: the lease was seen to lapse, or the listener failed (rule 6).</summary>
    public void Abandon(string reason, TimeSpan now) => EndSession(reason, now);

    /// <summary>Sends an operator command, again after every reconnection, until it is answered or forgotten.</summary>
    public void Ask(OperatorCommand command)
    {
        // Of two that share a key the first counts; both are answered with it.
        _asks.TryAdd(command.By.Key, command);
        SendIfOpen(new SessionMessage.Ask(command));
    }

    /// <summary>Whether a command with that key still waits for its answer.</summary>
    public bool IsAsking(string key) => _asks.ContainsKey(key);

    /// <summary>Asks the coordinator to explain an election, again after every reconnection, until it is answered or forgotten.</summary>
    public void Ask(SessionMessage.Query query)
    {
        _queries[query.Key] = query;
        SendIfOpen(query);
    }

    public void Forget(string key)
    {
        _asks.Remove(key);
        _queries.Remove(key);
    }

    /// <summary>What this member saw when it looked at another.</summary>
    public void Saw(string member, Reachability address, TimeSpan? heardAgo) =>
        SendIfOpen(new SessionMessage.Seen(member, address, heardAgo?.TotalMilliseconds));

    /// <summary>Tells a position with the next renewal, so that reporting often costs nothing.</summary>
    public void SetPosition(string election, long position)
    {
        if (!_positions.TryGetValue(election, out var known) || known != position)
        {
            _positions[election] = position;
            _positionsChanged.Add(election);
        }
    }

    /// <summary>Renews now; <see cref="SessionOutput.LeaseConfirmed"/> follows when a quorum confirmed it.</summary>
    public void Confirm(long request, TimeSpan now)
    {
        _confirmRequests.Add((_lease.Number + 1, request));
        Renew(now);
    }

    private void Output(SessionOutput output) => _outputs.Add(output);
}
