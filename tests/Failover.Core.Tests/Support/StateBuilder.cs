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
