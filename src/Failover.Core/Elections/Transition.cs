using Failover.Audit;
using Failover.Sessions;

namespace Failover.Elections;

/// <summary>The state while one entry is applied to it, with what it changes.</summary>
internal sealed class Transition(ClusterState state, long index, long raftTerm, LogEntry entry)
{
    private readonly List<ClusterEvent> _events = [];

    public ClusterState State { get; private set; } = state;

    /// <summary>When the entry was proposed, by the coordinator's wall clock.</summary>
    public DateTimeOffset At => entry.At;

    public MemberState Member(string name) => State.Members.GetValueOrDefault(name) ?? new MemberState { Name = name };

    public ElectionState? Election(string name) => State.Elections.GetValueOrDefault(name);

    public void Set(MemberState member) => State = State with { Members = State.Members.SetItem(member.Name, member) };

    public void Set(ElectionState election) => State = State with { Elections = State.Elections.SetItem(election.Name, election) };

    public long NextRequest()
    {
        State = State with { LastRequest = State.LastRequest + 1 };
        return State.LastRequest;
    }

    public void Emit(ClusterEvent change) => _events.Add(change);

    public void Audit(
        string verb,
        string? election = null,
        string? member = null,
        long term = 0,
        VacancyCause? cause = null,
        OperatorNote? by = null,
        string? reason = null,
        bool refused = false,
        string? from = null,
        PromotionRequest? about = null,
        string? detail = null,
        double? vacantMs = null)
    {
        State = State with
        {
            Audit = State.Audit.Append(new AuditRecord
            {
                Number = State.Audit.Count + 1,
                Index = index,
                RaftTerm = raftTerm,
                At = entry.At,
                Coordinator = entry.Coordinator,
                Verb = verb,
                Election = election,
                Member = member,
                Term = term,
                Cause = cause,
                From = from,
                Request = about?.Number ?? 0,
                Revision = about?.Revision ?? 0,
                EvidenceDigest = about?.EvidenceDigest,
                Actor = by?.Actor,
                Method = by?.Method,
                Address = by?.Address,
                Reason = by?.Reason ?? reason,
                Detail = detail ?? (by?.Reason is null ? null : reason),
                Refused = refused,
                VacantMs = vacantMs,
            }),
        };
    }

    /// <summary>Whether a command with that key was answered before: then it has no second effect.</summary>
    public bool IsRepetition(OperatorNote by) => State.Results.ContainsKey(by.Key);

    /// <summary>Keeps how an operator command ended. The first answer stands, also where a key was used for two commands.</summary>
    public void Answer(
        OperatorNote by,
        OperatorOutcome outcome,
        string message,
        string? election = null,
        long term = 0,
        long request = 0,
        string? field = null,
        IReadOnlyList<double>? gapsMs = null)
    {
        if (IsRepetition(by))
        {
            return;
        }

        var result = new OperatorResult(by.Key, outcome, message, election, term) { Digest = by.Digest, Request = request, Field = field, GapsMs = gapsMs };
        var order = State.ResultOrder.Enqueue(by.Key);
        var results = State.Results.SetItem(by.Key, result);
        if (results.Count > ClusterState.ResultsLength)
        {
            order = order.Dequeue(out var oldest);
            results = results.Remove(oldest);
        }

        State = State with { Results = results, ResultOrder = order };
        Emit(new ClusterEvent.OperatorAnswered(result));
    }

    public ApplyResult Finish() => new(State with { Index = index }, _events);
}
