using System.Text;
using Failover.Serialization;
using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Serialization;

public sealed class CodecTests
{
    private static readonly CandidateReport Report = new() { Member = "a", Session = Id("a"), Rank = 1, Position = 7, Labels = new Dictionary<string, string> { ["zone"] = "1" } };

    private static readonly Evidence Evidence = new()
    {
        Cause = VacancyCause.CrashConfirmed,
        OldLeader = Id("b"),
        LeaseHasRunOut = true,
        OldLeaderAddress = Reachability.Refuses,
        Sightings = [new Sighting("a", Reachability.Refuses, null)],
        Candidates = [Report],
        Connected = 2,
        Quorum = 2,
        Members = 3,
        RecentPromotions = [new TermRecord(1, Id("b"), VacancyCause.FirstElection, At)],
    };

    private static readonly PromotionPolicy Policy = new()
    {
        Name = PromotionPolicy.WithinLimitsName,
        Approvals = 2,
        RequestTimeoutMs = 5_000,
        OnRequestTimeout = RequestTimeoutAction.Withdraw,
        MostPromotions = 3,
        WithinLabel = "zone",
    };

    private static readonly SessionState Full = Session("a") with
    {
        Address = "http://a",
        Labels = new Dictionary<string, string> { ["zone"] = "1" },
        Unfit = "disk",
        Deposed = "hung",
    };

    [Fact]
    public void Every_command_reads_as_it_was_written()
    {
        Command[] commands =
        [
            new Command.OpenSession(Full),
            new Command.CloseSession(Id("a"), VacancyCause.CrashConfirmed, "refused"),
            new Command.Enrol(Id("a"), [new Enrolment("e", 3, new PromotionPolicy { Name = "p" })]),
            new Command.SetFitness(Id("a"), null),
            new Command.Depose(Id("a"), "e", By("k")),
            new Command.Vacate("e", 1, VacancyCause.Resigned, "tired", 5),
            new Command.Promote("e", 1, Id("a")),
            new Command.LiftQuarantine("e", "a", 1),
            new Command.BeginHandOver("e", 1, null, By("k")),
            new Command.AbortHandOver("e", 1, "no"),
            new Command.Drain("a", new OperatorNote("ann", null, "k")),
            new Command.Undrain("a", By("k")),
            new Command.SetPause("e", By("k"), 5),
            new Command.ClearPause("e", null),
            new Command.OpenRequest("e", 1, 1, Id("a"), "asked", Evidence),
            new Command.ReviseRequest("e", 1, 1, null, "asked", Evidence),
            new Command.CloseRequest("e", 1, "no"),
            new Command.TimeOutRequest("e", 1, 2),
            new Command.ApproveRequest("e", 1, 2, Id("a"), true, By("k")),
            new Command.RejectRequest("e", 1, 2, By("k")),
            new Command.PromoteByOperator("e", 1, Id("a"), true, By("k")),
            new Command.ChangePolicy("e", Policy, By("k")),
            new Command.ForgetPromotion("e", 3),
            new Command.NoteDrill("e", "a", "b", [1.5, 2], By("k")),
            new Command.Refuse(null, By("k"), "no") { Outcome = OperatorOutcome.Stale, Verb = "approve", Field = "revision", Request = 4 },
        ];

        Assert.Equal(KindsOf<Command>(), commands.Select(command => command.GetType()).ToHashSet());
        foreach (var command in commands)
        {
            var written = CoreCodec.Encode(new LogEntry("c", At, [command]));
            var read = CoreCodec.DecodeEntry(written);
            Assert.IsType(command.GetType(), Assert.Single(read.Commands));
            Assert.Equal(At, read.At);
            AssertSame(written, CoreCodec.Encode(read));
        }
    }

    [Fact]
    public void A_policy_that_is_written_in_part_has_the_defaults_for_the_rest()
    {
        var policy = System.Text.Json.JsonSerializer.Deserialize("""{"name":"operator-approved"}""", FailoverJson.Default.PromotionPolicy);

        Assert.Equal(new PromotionPolicy { Name = PromotionPolicy.OperatorApprovedName }, policy);
    }

    [Fact]
    public void Every_message_reads_as_it_was_written()
    {
        SessionMessage[] messages =
        [
            new SessionMessage.Hello(Full),
            new SessionMessage.Enrolments([new Enrolment("e", 3, PromotionPolicy.Automatic)]),
            new SessionMessage.Renew(4, 3, null, true, true) { RaftTerm = 3, Applied = 12 },
            new SessionMessage.Released("e", 1, VacancyCause.HandedOver, null, 0),
            new SessionMessage.Position("e", 77),
            new SessionMessage.Goodbye(),
            new SessionMessage.Ask(new OperatorCommand.HandOverLeadership("e", "b", By("k"))),
            new SessionMessage.Welcome(Id("a")),
            new SessionMessage.Outdated(4),
            new SessionMessage.NotWelcome("no"),
            new SessionMessage.Confirmed(4, 1),
            new SessionMessage.Release("e", 1, VacancyCause.Unhealthy, "disk"),
            new SessionMessage.Answer(new OperatorResult("k", OperatorOutcome.Done, "done", "e", 3) { Request = 3, Digest = "d", IsDryRun = true }),
            new SessionMessage.Query("k", "e", 7),
            new SessionMessage.Explained("k", new Explanation { Election = "e", Coordinator = "c", Term = 3, Summary = "s", Details = ["d"], Candidates = [Report] }),
            new SessionMessage.Look("a"),
            new SessionMessage.Began("e", 3),
            new SessionMessage.Ceased(3),
            new SessionMessage.Stored(3, 12),
            new SessionMessage.Heartbeat(3, 7),
            new SessionMessage.Heard(3, 7, 12),
            new SessionMessage.Seen("a", Reachability.Refuses, 12.5),
        ];

        Assert.Equal(KindsOf<SessionMessage>(), messages.Select(message => message.GetType()).ToHashSet());
        foreach (var message in messages)
        {
            var written = CoreCodec.Encode(message);
            var read = CoreCodec.DecodeMessage(written);
            Assert.IsType(message.GetType(), read);
            AssertSame(written, CoreCodec.Encode(read));
        }
    }

    [Fact]
    public void Every_operator_command_reads_as_it_was_written()
    {
        OperatorCommand[] commands =
        [
            new OperatorCommand.Approve("e", 1, 2, "a", true, By("k")) { DryRun = true },
            new OperatorCommand.Reject("e", 1, 2, By("k")),
            new OperatorCommand.PromoteMember("e", 1, "a", true, By("k")),
            new OperatorCommand.ResignLeader("e", By("k")),
            new OperatorCommand.SetPolicy("e", Policy, By("k")),
            new OperatorCommand.RecordDrill("e", "a", "b", [1.5], By("k")),
            new OperatorCommand.NoteRefusal("approve", "e", "revision", "no", By("k")),
            new OperatorCommand.HandOverLeadership("e", null, By("k")),
            new OperatorCommand.DeposeLeader("e", 3, By("k")),
            new OperatorCommand.DrainMember("a", By("k")),
            new OperatorCommand.UndrainMember("a", By("k")),
            new OperatorCommand.PauseElection("e", null, By("k")),
            new OperatorCommand.ResumeElection("e", By("k")),
        ];

        Assert.Equal(KindsOf<OperatorCommand>(), commands.Select(command => command.GetType()).ToHashSet());
        foreach (var command in commands)
        {
            var read = Assert.IsType<SessionMessage.Ask>(CoreCodec.DecodeMessage(CoreCodec.Encode(new SessionMessage.Ask(command))));
            Assert.IsType(command.GetType(), read.Command);
            AssertSame(CoreCodec.Encode(new SessionMessage.Ask(command)), CoreCodec.Encode(read));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\u0000\u0001\u0002")]
    [InlineData("""{"say":"shout"}""")]
    [InlineData("""{"say":"renew","number":"many"}""")]
    [InlineData("""{"say":"renew"}""")]
    [InlineData("""{"say":"hello"}""")]
    [InlineData("""{"say":"hello","session":null}""")]
    [InlineData("""{"say":"hello","session":{"id":{"member":null,"incarnation":1},"process":"00000000-0000-0000-0000-000000000001"}}""")]
    [InlineData("""{"say":"hello","session":{"id":{"incarnation":1},"process":"00000000-0000-0000-0000-000000000001"}}""")]
    [InlineData("""{"say":"enrol"}""")]
    [InlineData("""{"say":"enrol","items":null}""")]
    [InlineData("""{"say":"ask","command":{"ask":"drain","member":"a"}}""")]
    [InlineData("""{"say":"goodbye"} {"say":"goodbye"}""")]
    public void What_is_no_message_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => CoreCodec.DecodeMessage(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("""{"coordinator":"c","at":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"coordinator":"c","at":"2026-03-01T12:00:00+00:00","commands":null}""")]
    [InlineData("""{"coordinator":"c","at":"2026-03-01T12:00:00+00:00","commands":[null]}""")]
    [InlineData("""{"coordinator":"c","at":"2026-03-01T12:00:00+00:00","commands":[{"do":"sing"}]}""")]
    [InlineData("""{"coordinator":"c","at":"2026-03-01T12:00:00+00:00","commands":[{"do":"promote","election":"e"}]}""")]
    public void What_is_no_entry_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => CoreCodec.DecodeEntry(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Fields_of_a_later_version_are_ignored()
    {
        var read = CoreCodec.DecodeMessage("""{"say":"welcome","id":{"member":"a","incarnation":3,"new":1},"more":[1]}"""u8);

        Assert.Equal(new SessionMessage.Welcome(Id("a", 3)), read);
    }

    [Fact]
    public void A_truncated_entry_is_refused_wherever_it_was_cut()
    {
        var written = CoreCodec.Encode(new LogEntry("c", At, [new Command.Promote("e", 1, Id("a"))]));
        for (var length = 0; length < written.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => CoreCodec.DecodeEntry(written.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_snapshot_of_another_format_says_what_to_do()
    {
        var text = Encoding.UTF8.GetString(CoreCodec.Encode(ClusterState.Initial)).Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal);

        var error = Assert.Throws<InvalidDataException>(() => CoreCodec.DecodeState(Encoding.UTF8.GetBytes(text)));
        Assert.Contains("Update this member first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_reads_as_it_was_written()
    {
        var state = ThreeCandidates().Apply(new Command.OpenSession(Full with { Id = Id("d") })).Lead("a")
            .Apply(new Command.BeginHandOver("e", 1, "b", By("1")), new Command.SetPause("e", By("2"), 5), new Command.Drain("c", By("3")))
            .Apply(new Command.Depose(Id("b"), null, By("4")))
            .State;

        var read = CoreCodec.DecodeState(CoreCodec.Encode(state));
        AssertSame(CoreCodec.Encode(state), CoreCodec.Encode(read));
        Assert.Equal(state.Elections["e"].HandOver, read.Elections["e"].HandOver);
        Assert.Equal(state.SessionOf("d")?.Labels["zone"], read.SessionOf("d")?.Labels["zone"]);
        Assert.Equal(state.Results, read.Results);
        Assert.Equal(state.ResultOrder, read.ResultOrder);
        Assert.Equal((state.Audit.Head, state.Audit.Count), (read.Audit.Head, read.Audit.Count));
        Assert.Equal(state.Audit.Records, read.Audit.Records);
    }

    [Fact]
    public void A_snapshot_keeps_requests_approvals_policies_and_answers()
    {
        var log = new StateBuilder();
        foreach (var member in new[] { "a", "b", "c" })
        {
            log.Apply(new Command.OpenSession(Session(member) with { Labels = new Dictionary<string, string> { ["zone"] = "1" } }));
            log.Apply(new Command.Enrol(Id(member), [new Enrolment("e", 0, Policy), new Enrolment("f", 0, PromotionPolicy.Automatic)]));
        }

        log.Lead("a").Apply(new Command.Vacate("e", 1, VacancyCause.HandedOver, null, 700)).Lead("b");
        log.Apply(new Command.CloseSession(Id("b"), VacancyCause.CrashConfirmed, "gone"));
        log.Open("a", "a", "c").Apply(new Command.RejectRequest("e", 1, 1, Operator("ann", "reject")));
        log.Apply(new Command.OpenRequest("e", 2, log.Election.PolicyRevision, Id("c"), "asked", Evidence)).Approve("c", "ann", force: true);
        log.Apply(new Command.PromoteByOperator("f", 0, Id("c"), true, Operator("ann", "forced")));
        log.Apply(new Command.BeginHandOver("f", 1, "a", Operator("ann", "h")) { ResignationMs = 800, Force = true });
        log.Apply(new Command.NoteDrill("f", "a", "c", [1.5, 2.25], Operator("ann", "drill")), new Command.RejectRequest("e", 9, 1, Operator("ann", "late")));

        var (state, read) = (log.State, CoreCodec.DecodeState(CoreCodec.Encode(log.State)));
        AssertSame(CoreCodec.Encode(state), CoreCodec.Encode(read));
        var (was, election) = (state.Elections["e"], read.Elections["e"]);
        Assert.Equal((was.Policy, was.PolicyRevision, was.Quarantined["a"]), (election.Policy, election.PolicyRevision, election.Quarantined["a"]));
        Assert.Equal((2L, 1, Id("c"), Policy.Approvals), (election.Request!.Number, election.Request.Revision, election.Request.Candidate, election.Request.ApprovalsNeeded));
        Assert.Equal(was.Request!.Approvals, election.Request.Approvals);
        Assert.Equal(was.Request.EvidenceDigest, EvidenceDigest.Of(election.Request.Evidence));
        Assert.Equal(was.PassedOver, election.PassedOver);
        Assert.Equal([2L], election.RecentTerms);
        Assert.Equal("1", election.Last!.Labels["zone"]);
        Assert.Equal((true, new HandOver("a", "c", Operator("ann", "h")) { IsResignation = true, QuarantineMs = 800, Force = true }), (read.Elections["f"].IsForced, read.Elections["f"].HandOver));
        Assert.Equal(2, read.LastRequest);
        Assert.Equal([1.5, 2.25], read.Results["drill"].GapsMs!);
        Assert.Equal((OperatorOutcome.NotFound, "digest of late", 9L), (read.Results["late"].Outcome, read.Results["late"].Digest, read.Results["late"].Request));
        Assert.Null(Failover.Audit.AuditChain.FirstBroken(read.Audit.Records));

        // And it goes on from there: the second approval counts on top of the first.
        var applied = StateMachine.Apply(read, read.Index + 1, 8, new LogEntry("c", At, [new Command.ApproveRequest("e", 2, 1, Id("c"), false, Operator("bob", "bob"))]));
        Assert.Equal(Id("c"), applied.State.Elections["e"].Leader);
    }

    private static HashSet<Type> KindsOf<T>() => [.. typeof(T).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(T)))];

    private static void AssertSame(byte[] written, byte[] again) => Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(again));
}
