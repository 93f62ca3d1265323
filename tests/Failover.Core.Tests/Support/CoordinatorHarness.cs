namespace Failover.Core.Tests.Support;

/// <summary>
/// The coordinator "c" of members a, b and c, a log that commits when it is told to, and a clock in milliseconds. Lease 2,000 ms,
/// clock tolerance 2 %. The channel of a member is its place: a is 1, b is 2, c is 3.
/// </summary>
internal sealed class CoordinatorHarness
{
    public const long RaftTerm = 5;

    private static readonly string[] Members = ["a", "b", "c"];
    private readonly List<CoordinatorOutput> _outputs = [];
    private readonly Dictionary<string, (long Number, long LastConfirmed)> _renewals = [];

    public CoordinatorHarness(StateBuilder? log = null, bool confirmCrashes = true, TimeSpan? firstYieldDelay = null)
    {
        Log = log ?? StateBuilder.ThreeCandidates();
        var settings = new CoordinatorSettings
        {
            Self = "c",
            Members = Members,
            ConfirmCrashes = confirmCrashes,
            Lease = TimeSpan.FromMilliseconds(2_000),
            ClockRateTolerance = 0.02,
            RenewalInterval = TimeSpan.FromMilliseconds(250),
            HeartbeatInterval = TimeSpan.FromMilliseconds(75),
            FirstLeaderWait = TimeSpan.FromMilliseconds(300),
            SettleTime = TimeSpan.FromMilliseconds(200),
            HandOverTimeout = TimeSpan.FromSeconds(60),
            ProposalRetryDelay = TimeSpan.FromMilliseconds(50),
            FirstYieldDelay = firstYieldDelay ?? TimeSpan.FromDays(1),
        };
        Coordinator = new Coordinator(settings);
    }

    public Coordinator Coordinator { get; }

    public StateBuilder Log { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(100);

    /// <summary>Coordinating in Raft term 5, with all three sessions connected, confirmed and heard to hear.</summary>
    public static CoordinatorHarness Settled(
        StateBuilder? log = null,
        bool confirmCrashes = true,
        TimeSpan? firstYieldDelay = null,
        TimeSpan missed = default)
    {
        var harness = new CoordinatorHarness(log, confirmCrashes, firstYieldDelay);
        harness.Become(missed);
        foreach (var member in Members)
        {
            harness.Greet(member);
        }

        for (var round = 0; round < 2; round++)
        {
            foreach (var member in Members)
            {
                harness.Renew(member, urgent: true);
            }
        }

        harness.CommitAll();
        harness.Clear();
        return harness;
    }

    public static int ChannelOf(string member) => Array.IndexOf(Members, member) + 1;

    public CoordinatorHarness At(int milliseconds)
    {
        Now = TimeSpan.FromSeconds(100) + TimeSpan.FromMilliseconds(milliseconds);
        return this;
    }

    public void Become(TimeSpan missed = default) => Coordinator.Became(RaftTerm, Log.State, Now, Now - missed);

    public void Greet(string member, long incarnation = 1, Guid? process = null, int? channel = null) => Receive(
        member,
        new SessionMessage.Hello(StateBuilder.Session(member, incarnation) with { Process = process ?? StateBuilder.ProcessOf(member, incarnation) }),
        channel);

    public void Receive(string member, SessionMessage message, int? channel = null) =>
        Coordinator.Received(channel ?? ChannelOf(member), message, Now);

    /// <summary>A renewal that is confirmed, and says that the one before was.</summary>
    public void Renew(string member, string? unfit = null, bool leaving = false, bool urgent = false)
    {
        // What the coordinator's own member waits for otherwise does not come at once.
        SendRenewal(member, unfit, leaving, urgent || member == "c");
        PassBarriers();
    }

    /// <summary>A renewal of a member that knows of that Raft term.</summary>
    public long SendRenewal(string member, string? unfit = null, bool leaving = false, bool urgent = false, long raftTerm = RaftTerm)
    {
        var (number, lastConfirmed) = _renewals.GetValueOrDefault(member);
        _renewals[member] = (number + 1, lastConfirmed);
        Receive(member, new SessionMessage.Renew(number + 1, lastConfirmed, unfit, leaving, urgent) { RaftTerm = raftTerm, Applied = Log.State.Index });
        return number + 1;
    }

    /// <summary>Whatever the coordinator wants proved is proved, or cannot be.</summary>
    public void PassBarriers(bool proved = true)
    {
        while (true)
        {
            if (Take<CoordinatorOutput.Attest>() is { } attest)
            {
                Coordinator.Attested(attest.RaftTerm, proved, Now);
            }
            else if (Take<CoordinatorOutput.Barrier>() is { } barrier)
            {
                Coordinator.BarrierPassed(barrier.Id, proved, Now);
            }
            else if (TakeQuestion() is var (member, question))
            {
                if (proved)
                {
                    Receive(member, new SessionMessage.Heard(question.RaftTerm, question.Question, Log.State.Index));
                }
            }
            else
            {
                break;
            }
        }

        foreach (var member in Members)
        {
            if (SentTo<SessionMessage.Confirmed>(member).LastOrDefault() is { } confirmed)
            {
                _renewals[member] = (_renewals[member].Number, confirmed.Number);
            }
        }
    }

    /// <summary>The next heartbeat that wants an answer, and whom it was sent.</summary>
    public (string Member, SessionMessage.Heartbeat Question)? TakeQuestion()
    {
        foreach (var send in Outputs().OfType<CoordinatorOutput.Send>())
        {
            if (send.Message is SessionMessage.Heartbeat question)
            {
                _outputs.Remove(send);
                return (Members[send.Channel - 1], question);
            }
        }

        return null;
    }

    public void RenewAll()
    {
        foreach (var member in Members.Where(member => Log.State.SessionOf(member) is not null))
        {
            Renew(member);
        }
    }

    /// <summary>Asks through a member, commits what comes of it, and returns the answer.</summary>
    public OperatorResult Ask(OperatorCommand command, string through = "b")
    {
        Clear();
        Receive(through, new SessionMessage.Ask(command));
        CommitAll();
        return Assert.Single(SentTo<SessionMessage.Answer>(through)).Result;
    }

    /// <summary>The member's process crashes, which is confirmed; the others look for it, and see that.</summary>
    public void Crash(string member)
    {
        Coordinator.Disconnected(ChannelOf(member), Now);
        Answer(refused: true);
        CommitAll();
        See(member, Reachability.Refuses);
    }

    /// <summary>Those who were asked to look for the member saw that.</summary>
    public void See(string member, Reachability address)
    {
        foreach (var other in Members.Where(other => SentTo<SessionMessage.Look>(other).Any(look => look.Member == member)).ToArray())
        {
            _outputs.RemoveAll(output => output is CoordinatorOutput.Send { Message: SessionMessage.Look } send && send.Channel == ChannelOf(other));
            Receive(other, new SessionMessage.Seen(member, address, 12));
        }

        CommitAll();
    }

    /// <summary>Time passes up to then, with renewals meanwhile.</summary>
    public CoordinatorHarness Until(int milliseconds)
    {
        while (Now < TimeSpan.FromSeconds(100) + TimeSpan.FromMilliseconds(milliseconds))
        {
            var at = (int)(Now - TimeSpan.FromSeconds(100)).TotalMilliseconds;
            At(Math.Min(at + 250, milliseconds));
            RenewAll();
            Coordinator.Tick(Now);
            CommitAll();
        }

        return this;
    }

    /// <summary>Answers the next probe.</summary>
    public CoordinatorOutput.Probe Answer(bool refused, Guid? process = null)
    {
        var probe = Take<CoordinatorOutput.Probe>() ?? throw new InvalidOperationException("Nothing is being probed.");
        Coordinator.Probed(probe.Id, new ProbeAnswer(refused, process), Now);
        return probe;
    }

    /// <summary>Commits the next proposal, and returns its commands.</summary>
    public IReadOnlyList<Command> Commit()
    {
        var propose = Take<CoordinatorOutput.Propose>() ?? throw new InvalidOperationException("Nothing is proposed.");
        Log.Apply([.. propose.Commands]);
        Coordinator.Applied(Log.State, Log.Events, Now);
        Coordinator.Proposed(propose.Proposal, true, Now);
        return propose.Commands;
    }

    public void CommitAll()
    {
        while (Outputs().OfType<CoordinatorOutput.Propose>().Any())
        {
            Commit();
        }
    }

    /// <summary>The next proposal gets lost, as far as anybody knows; returns its commands.</summary>
    public IReadOnlyList<Command> Fail()
    {
        var propose = Take<CoordinatorOutput.Propose>() ?? throw new InvalidOperationException("Nothing is proposed.");
        Coordinator.Proposed(propose.Proposal, false, Now);
        return propose.Commands;
    }

    public T? Take<T>()
        where T : CoordinatorOutput
    {
        var found = Outputs().OfType<T>().FirstOrDefault();
        if (found is not null)
        {
            _outputs.Remove(found);
        }

        return found;
    }

    public IReadOnlyList<CoordinatorOutput> Outputs()
    {
        _outputs.AddRange(Coordinator.TakeOutputs());
        return _outputs;
    }

    public IEnumerable<T> SentTo<T>(string member)
        where T : SessionMessage =>
        Outputs().OfType<CoordinatorOutput.Send>().Where(send => send.Channel == ChannelOf(member)).Select(send => send.Message).OfType<T>();

    public void Clear()
    {
        Outputs();
        _outputs.Clear();
    }

    /// <summary>The commands of the proposals that are waiting.</summary>
    public IEnumerable<Command> Proposed() => Outputs().OfType<CoordinatorOutput.Propose>().SelectMany(propose => propose.Commands);
}
