namespace Failover.Core.Tests.Support;

/// <summary>A replicated state, made the only way there is: by applying commands.</summary>
internal sealed class StateBuilder
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public ClusterState State { get; private set; } = ClusterState.Initial;

    /// <summary>What the last entry led to.</summary>
    public IReadOnlyList<ClusterEvent> Events { get; private set; } = [];

    /// <summary>Members a, b and c with open sessions, candidates of the election "e", which nobody leads.</summary>
    public static StateBuilder ThreeCandidates()
    {
        var builder = new StateBuilder();
        foreach (var member in new[] { "a", "b", "c" })
        {
            builder.Apply(new Command.OpenSession(Session(member)));
            builder.Apply(new Command.Enrol(Id(member), [new Enrolment("e", 0, PromotionPolicy.Automatic)]));
        }

        return builder;
    }

    /// <summary>The same, led by a under that policy.</summary>
    public static StateBuilder LedByA(PromotionPolicy policy) => ThreeCandidates().Lead("a").Under(policy);

    /// <summary>The same, after a crashed.</summary>
    public static StateBuilder Vacant(PromotionPolicy policy, VacancyCause cause = VacancyCause.CrashConfirmed) =>
        LedByA(policy).Apply(new Command.CloseSession(Id("a"), cause, "gone"));

    /// <summary>The same, with a request for b open; c is eligible too.</summary>
    public static StateBuilder Asked(PromotionPolicy policy, VacancyCause cause = VacancyCause.CrashConfirmed) => Vacant(policy, cause).Open("b", "b", "c");

    public static PromotionPolicy Approved(int approvals = 1) => new() { Name = PromotionPolicy.OperatorApprovedName, Approvals = approvals };

    public static OperatorNote Operator(string actor, string key, string? reason = "checked the store") =>
        new(actor, reason, key, "cookie", "10.0.0.7", $"digest of {key}");

    public static Evidence EvidenceOf(params IReadOnlyList<string> ranked) => new()
    {
        Cause = VacancyCause.CrashConfirmed,
        OldLeader = Id("a"),
        LeaseHasRunOut = true,
        Candidates = [.. ranked.Select((member, place) => new CandidateReport { Member = member, Session = Id(member), Rank = place + 1 })],
        Connected = 2,
        Quorum = 2,
        Members = 3,
    };

    public static SessionId Id(string member, long incarnation = 1) => new(member, incarnation);

    public static SessionState Session(string member, long incarnation = 1) =>
        new() { Id = Id(member, incarnation), Process = ProcessOf(member, incarnation) };

    /// <summary>The id of the process that is behind a session in tests.</summary>
    public static Guid ProcessOf(string member, long incarnation = 1) => new(member[0], 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)incarnation);

    public static OperatorNote By(string key) => new("ann", "maintenance", key);

    public StateBuilder Apply(params IReadOnlyList<Command> commands)
    {
        var result = StateMachine.Apply(State, State.Index + 1, 7, new LogEntry("coordinator", At, [.. commands]));
        State = result.State;
        Events = result.Events;
        return this;
    }

    public StateBuilder Lead(string member, long incarnation = 1, string election = "e")
    {
        Apply(new Command.Promote(election, Term(election), Id(member, incarnation)));
        Assert.Equal(Id(member, incarnation), State.Elections[election].Leader);
        return this;
    }

    public ElectionState Election => State.Elections["e"];

    public PromotionRequest Request => Election.Request ?? throw new InvalidOperationException("No request is open.");

    public StateBuilder Under(PromotionPolicy policy, string key = "policy") => Apply(new Command.ChangePolicy("e", policy, Operator("root", key)));

    /// <summary>Opens a request for the candidate; those are its evidence's eligible candidates.</summary>
    public StateBuilder Open(string candidate, params IReadOnlyList<string> ranked)
    {
        Apply(new Command.OpenRequest("e", Election.Term, Election.PolicyRevision, Id(candidate), "asked", EvidenceOf(ranked)));
        Assert.NotNull(Election.Request);
        return this;
    }

    public StateBuilder Approve(string candidate, string actor, int? revision = null, bool force = false, string? key = null) =>
        Apply(new Command.ApproveRequest("e", Request.Number, revision ?? Request.Revision, Id(candidate), force, Operator(actor, key ?? $"{actor} approves {candidate}")));

    /// <summary>How the command with that key was answered.</summary>
    public OperatorResult Answer(string key) => State.Results[key];

    public long Term(string election = "e") => State.Elections[election].Term;

    /// <summary>Why the last entry's only command changed nothing.</summary>
    public string Refusal() => Assert.Single(Events.OfType<ClusterEvent.CommandIgnored>()).Reason;

    /// <summary>Applies a command that must change nothing but may be answered or audited.</summary>
    public string RefusalOf(Command command)
    {
        var before = State;
        Apply(command);
        Assert.Equal(before.Members, State.Members);
        Assert.Equal(before.Elections, State.Elections);
        return Refusal();
    }
}
