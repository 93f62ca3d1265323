using Failover.Audit;
using Failover.Operations;
using Failover.Serialization;
using Failover.Sessions;
using Failover.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.Tests;

/// <summary>What operators do, on a whole cluster in this process.</summary>
public sealed class OperationsTests : IAsyncLifetime
{
    private const string Election = "ledger";
    private static int _lastKey;

    private readonly string _audit = Path.Combine(Path.GetTempPath(), $"failover-audit-{Guid.NewGuid():N}");
    private readonly TestCluster _cluster;

    public OperationsTests()
    {
        var files = 0;
        _cluster = new TestCluster(3, failover => failover
            .AddElection(Election, election => election.Promotion.Policy = PromotionPolicy.OperatorApprovedName)
            .AddPromotionPolicy<ThrowingPolicy>("throwing")
            .AddPromotionPolicy<HangingPolicy>("hanging")
            .AddPromotionPolicy<AllowingPolicy>("allowing")
            .AddAuditFile(Path.Combine(_audit, $"{++files}.jsonl")), options =>
            {
                options.PolicyTimeout = TimeSpan.FromMilliseconds(300);
                options.OperationTimeout = TimeSpan.FromSeconds(8);

                // Nobody has to lose it here, however busy the processors are.
                options.LeaseDuration = TimeSpan.FromSeconds(10);
            });
    }

    /// <summary>The member that has applied the most.</summary>
    private TestMember Foremost => _cluster.Running.MaxBy(member => OperationsOf(member).Status.Index)!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _cluster.StartAsync();
        await _cluster.WaitForCandidatesAsync(Election);
        await _cluster.WaitUntilAsync(
            () => _cluster.Running.All(member => member.Election(Election).Current.Leader is not null), () => "not every member knows of a leader");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        if (Directory.Exists(_audit))
        {
            Directory.Delete(_audit, recursive: true);
        }
    }

    [Fact]
    public async Task Nobody_is_promoted_until_an_operator_approves_and_then_the_approved_one_is()
    {
        var (request, via) = await KillLeaderAsync();
        Assert.Equal(VacancyCause.CrashConfirmed, request.Evidence.Cause);
        Assert.Equal(Reachability.Refuses, request.Evidence.OldLeaderAddress);
        Assert.NotEmpty(request.Evidence.Sightings);

        // The coordinator dies meanwhile, and comes back: the request is still there.
        var coordinator = _cluster.Running.First(member => member.Name == member.Coordinator);
        await _cluster.CrashAsync(coordinator.Name);
        await _cluster.StartAsync(coordinator.Name);
        var back = await ReturnedAsync(coordinator.Name);
        request = await RequestAsync(open => IsSettled(open) && open.Evidence.Candidates.Any(candidate => candidate.Session == back));
        Assert.Null(StatusOf(Foremost).Leader);

        var other = coordinator.Name;
        var result = await DoAsync(new OperatorCommand.Approve(Election, request.Number, request.Revision, other, false, By("ann")));
        Assert.Equal((OperatorOutcome.Done, 2L), (result.Outcome, result.Term));
        Assert.Equal(other, (await _cluster.WaitForLeaderAsync(Election, 1)).Name);

        var late = await DoAsync(new OperatorCommand.Approve(Election, request.Number, request.Revision, null, false, By("bob")));
        Assert.Equal(OperatorOutcome.Conflict, late.Outcome);
        Assert.Contains("ann", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_operators_are_two()
    {
        await DoneAsync(new OperatorCommand.SetPolicy(Election, new PromotionPolicy { Name = PromotionPolicy.OperatorApprovedName, Approvals = 2 }, By("ann", "four eyes")));
        var (request, _) = await KillLeaderAsync();
        await DoneAsync(new OperatorCommand.Approve(Election, request.Number, request.Revision, null, false, By("ann")));
        var again = await DoAsync(new OperatorCommand.Approve(Election, request.Number, request.Revision, null, false, By("ann")));
        Assert.Equal(OperatorOutcome.Conflict, again.Outcome);
        Assert.Null(StatusOf(Foremost).Leader);

        await DoneAsync(new OperatorCommand.Approve(Election, request.Number, request.Revision, null, false, By("bob")));
        await _cluster.WaitForLeaderAsync(Election, 1);
    }

    [Fact]
    public async Task The_old_leader_is_reinstated_when_it_is_back_before_anybody_decided()
    {
        var leader = (await _cluster.WaitForLeaderAsync(Election)).Name;
        await KillLeaderAsync();
        await _cluster.StartAsync(leader);

        var next = await _cluster.WaitForLeaderAsync(Election, 1);
        Assert.Equal(leader, next.Name);
        Assert.Null(StatusOf(next).Request);
    }

    [Fact]
    public async Task A_repeated_command_has_one_effect_and_one_answer_and_its_key_is_for_no_other()
    {
        var by = By("ann") with { Digest = "d1" };
        var first = await DoneAsync(new OperatorCommand.PauseElection(Election, null, by with { Reason = "release day" }));
        var second = await DoAsync(new OperatorCommand.PauseElection(Election, null, by with { Reason = "release day" }), 1);
        Assert.Equal(first, second);

        var other = await DoAsync(new OperatorCommand.ResumeElection(Election, by with { Digest = "d2" }), 2);
        Assert.Equal((OperatorOutcome.Invalid, "Idempotency-Key"), (other.Outcome, other.Field));
        Assert.NotNull(StatusOf(_cluster["n1"]).Pause);
    }

    [Fact]
    public async Task What_is_malformed_is_refused_with_its_field_and_recorded()
    {
        var refused = await DoAsync(new OperatorCommand.PromoteMember(Election, 1, "not a name", false, By("ann", "why not")));
        Assert.Equal((OperatorOutcome.Invalid, "candidate"), (refused.Outcome, refused.Field));
        Assert.Contains(Audit(), record => record is { Verb: "promote-refused", Actor: "ann", Refused: true });

        Assert.Equal("reason", (await DoAsync(new OperatorCommand.DrainMember("n1", By("ann")))).Field);
        Assert.Equal(OperatorOutcome.NotFound, (await DoAsync(new OperatorCommand.ResumeElection("nowhere", By("ann")))).Outcome);
        Assert.Equal(OperatorOutcome.NotFound, (await DoAsync(new OperatorCommand.DrainMember("n9", By("ann", "gone")))).Outcome);
    }

    [Fact]
    public async Task A_drained_member_is_promoted_by_force_only_and_keeps_its_leadership()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var other = _cluster.Names.First(name => name != leader.Name);
        await DoneAsync(new OperatorCommand.DrainMember(other, By("ann", "new disks")));
        await DoneAsync(new OperatorCommand.ResignLeader(Election, By("ann", "practice")));
        var term = StatusOf(_cluster["n1"]).Term;

        var refused = await DoAsync(new OperatorCommand.PromoteMember(Election, term, other, false, By("ann", "try")));
        Assert.Equal(OperatorOutcome.NotEligible, refused.Outcome);
        Assert.Contains("drained", refused.Message, StringComparison.Ordinal);

        await DoneAsync(new OperatorCommand.PromoteMember(Election, term, other, true, By("ann", "no other choice")));
        var forced = await _cluster.WaitForLeaderAsync(Election, term);
        Assert.Equal(other, forced.Name);
        await DoneAsync(new OperatorCommand.UndrainMember(other, By("ann")));
        Assert.True(forced.Election(Election).IsLeader);
    }

    [Fact]
    public async Task A_live_leader_is_replaced_by_force()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var other = _cluster.Names.First(name => name != leader.Name);
        var plain = await DoAsync(new OperatorCommand.PromoteMember(Election, 1, other, false, By("ann", "try")));
        Assert.Equal(OperatorOutcome.Conflict, plain.Outcome);

        await DoneAsync(new OperatorCommand.PromoteMember(Election, 1, other, true, By("ann", "it misbehaves")));
        Assert.Equal(other, (await _cluster.WaitForLeaderAsync(Election, 1)).Name);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_changes_nothing()
    {
        var before = StatusOf(_cluster["n1"]);
        var result = await DoAsync(new OperatorCommand.HandOverLeadership(Election, null, By("ann")) { DryRun = true });
        Assert.True(result.IsDryRun);
        Assert.Contains("term 2", result.Message, StringComparison.Ordinal);
        Assert.Equal((before.Term, before.Leader!.Member), (StatusOf(_cluster["n1"]).Term, StatusOf(_cluster["n1"]).Leader!.Member));
    }

    [Fact]
    public async Task A_drill_goes_there_and_back_and_is_recorded_with_its_gaps()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        var result = await OperationsOf(_cluster["n2"]).DrillAsync(new OperatorCommand.HandOverLeadership(Election, null, By("ann", new string('x', 1_024)) with { Key = new string('k', 100) }), Cancelled);
        Assert.True(result.Done, result.Message);
        Assert.True(result.GapsMs is { Count: 2 }, result.Message);
        Assert.Equal(leader.Name, StatusOf(_cluster["n2"]).Leader!.Member);
        Assert.Contains(OperationsOf(_cluster["n2"]).ReadAudit(0, 1_000), record => record is { Verb: "drill", Actor: "ann" });
    }

    [Fact]
    public async Task Explain_names_every_candidate_with_its_reason()
    {
        await DoneAsync(new OperatorCommand.DrainMember("n3", By("ann", "new disks")));
        var explanation = await OperationsOf(_cluster["n1"]).ExplainAsync(Election, Cancelled);
        Assert.Contains("leads in term", explanation!.Summary, StringComparison.Ordinal);
        Assert.Contains(explanation.Candidates, candidate => candidate is { Member: "n3", Excluded: "it is drained by ann", CanForce: true });
        Assert.Null(await OperationsOf(_cluster["n1"]).ExplainAsync("nowhere", Cancelled));
    }

    [Theory]
    [InlineData("throwing", "boom")]
    [InlineData("hanging", "did not decide within")]
    public async Task A_policy_that_fails_leaves_the_decision_to_an_operator(string policy, string why)
    {
        await DoneAsync(new OperatorCommand.SetPolicy(Election, new PromotionPolicy { Name = policy }, By("ann", "try it")));
        var (request, _) = await KillLeaderAsync();
        Assert.Contains(why, request.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_the_application_promotes()
    {
        await DoneAsync(new OperatorCommand.SetPolicy(Election, new PromotionPolicy { Name = "allowing" }, By("ann", "try it")));
        var leader = await _cluster.WaitForLeaderAsync(Election);
        await _cluster.CrashAsync(leader.Name);
        await _cluster.WaitForLeaderAsync(Election, 1);
        Assert.Equal("policy.name", (await DoAsync(new OperatorCommand.SetPolicy(Election, new PromotionPolicy { Name = "none" }, By("ann", "try")))).Field);
    }

    [Fact]
    public async Task Without_a_majority_operators_are_told_who_is_missing_and_after_it_the_same_key_decides()
    {
        await _cluster.CrashAsync("n2");
        await _cluster.CrashAsync("n3");
        var by = By("ann", "maintenance");
        var result = await OperationsOf(_cluster["n1"]).ExecuteAsync(new OperatorCommand.PauseElection(Election, null, by), Cancelled);
        Assert.Contains(result.Outcome, new[] { OperatorOutcome.Unavailable, OperatorOutcome.Unknown });
        Assert.Contains("n2, n3", result.Message, StringComparison.Ordinal);

        await _cluster.StartAsync("n2");
        await _cluster.WaitUntilAsync(() => _cluster["n1"].Coordinator is not null && OperationsOf(_cluster["n1"]).Status.HasSession, () => "no session");
        await DoneAsync(new OperatorCommand.PauseElection(Election, null, by));
        Assert.Single(Audit(), record => record is { Verb: "paused" });
    }

    [Fact]
    public async Task Everything_restarted_in_the_middle_of_a_request_goes_on_with_it_and_its_approvals()
    {
        await DoneAsync(new OperatorCommand.SetPolicy(
            Election, new PromotionPolicy { Name = PromotionPolicy.OperatorApprovedName, Approvals = 2, ApproveReturn = true }, By("ann", "four eyes")));
        var (request, _) = await KillLeaderAsync();
        foreach (var name in _cluster.Running.Select(member => member.Name).ToArray())
        {
            await _cluster.CrashAsync(name);
        }

        await _cluster.StartAsync();
        var again = await RequestAsync(open => open.Evidence.Candidates.Count(candidate => candidate.Rank is not null) == 3);
        Assert.Equal(request.Number, again.Number);
        Assert.Null(StatusOf(Foremost).Leader);
        await DoneAsync(new OperatorCommand.Approve(Election, again.Number, again.Revision, null, false, By("ann")));
        await DoneAsync(new OperatorCommand.Approve(Election, again.Number, again.Revision, null, false, By("bob")));
        await _cluster.WaitForLeaderAsync(Election, 1);
    }

    [Fact]
    public async Task The_audit_files_hold_the_same_unbroken_chain_on_every_member()
    {
        await DoneAsync(new OperatorCommand.HandOverLeadership(Election, null, By("ann", "practice")));
        var count = OperationsOf(_cluster["n1"]).Status.AuditCount;
        var files = Enumerable.Range(1, 3).Select(number => Path.Combine(_audit, $"{number}.jsonl")).ToArray();
        await _cluster.WaitUntilAsync(
            () => files.All(file => File.Exists(file) && File.ReadLines(file).Count() >= count), () => "the audit files are not complete");

        var texts = files.Select(file => File.ReadLines(file).Take((int)count).ToArray()).ToArray();
        Assert.Equal(texts[0], texts[1]);
        Assert.Equal(texts[0], texts[2]);
        AuditRecord[] records = [.. texts[0].Select(line => System.Text.Json.JsonSerializer.Deserialize(line, FailoverJson.Default.AuditRecord)!)];
        Assert.Null(AuditChain.FirstBroken(records));
        records[3] = records[3] with { Reason = "nothing happened" };
        Assert.Equal(records[3].Number, AuditChain.FirstBroken(records));
    }

    private static OperatorNote By(string actor, string? reason = null) =>
        new(actor, reason, $"key-{Interlocked.Increment(ref _lastKey)}", "test", "127.0.0.1");

    private static IFailoverOperations OperationsOf(TestMember member) => member.Host.Services.GetRequiredService<IFailoverOperations>();

    private static ElectionStatus StatusOf(TestMember member) => OperationsOf(member).Status.Elections.Single(election => election.Name == Election);

    private IReadOnlyList<AuditRecord> Audit() => OperationsOf(_cluster.Running.First()).ReadAudit(0, 1_000);

    private Task<OperatorResult> DoAsync(OperatorCommand command, int via = 0) =>
        OperationsOf(_cluster.Running.ElementAt(via)).ExecuteAsync(command, Cancelled);

    private async Task<OperatorResult> DoneAsync(OperatorCommand command)
    {
        var result = await DoAsync(command);
        Assert.True(result.Done, result.Message);
        return result;
    }

    /// <summary>The session of a member that was started again.</summary>
    private async Task<SessionId> ReturnedAsync(string name)
    {
        SessionId? session = null;
        await _cluster.WaitUntilAsync(
            () => (session = OperationsOf(_cluster[name]).Status.Members.SingleOrDefault(member => member.Name == name)?.Session) is { Incarnation: > 1 },
            () => $"{name} has the session {session}");
        return session!.Value;
    }

    private async Task<(PromotionRequest Request, TestMember Via)> KillLeaderAsync()
    {
        var leader = await _cluster.WaitForLeaderAsync(Election);
        await _cluster.CrashAsync(leader.Name);
        return (await RequestAsync(IsSettled), _cluster.Running.First());
    }

    /// <summary>Whether all that is to be seen after a crash has been seen: then the request is revised no more.</summary>
    private static bool IsSettled(PromotionRequest request) => request.Evidence is { OldLeaderAddress: Reachability.Refuses, Sightings.Count: > 0 }
        && request.Evidence.Candidates.Count(candidate => candidate.Rank is not null) == 2;

    private async Task<PromotionRequest> RequestAsync(Func<PromotionRequest, bool> isAsExpected)
    {
        PromotionRequest? open = null;
        await _cluster.WaitUntilAsync(
            () => (open = StatusOf(Foremost).Request) is not null && isAsExpected(open),
            () => $"the open request is {open}");
        return open!;
    }

    private sealed class ThrowingPolicy : IPromotionPolicy
    {
        public ValueTask<PromotionVerdict> DecideAsync(PromotionContext context, CancellationToken cancellationToken) =>
            context.Term == 0 ? ValueTask.FromResult(PromotionVerdict.Promote()) : throw new InvalidOperationException("boom");
    }

    private sealed class HangingPolicy : IPromotionPolicy
    {
        public async ValueTask<PromotionVerdict> DecideAsync(PromotionContext context, CancellationToken cancellationToken)
        {
            await new TaskCompletionSource().Task;
            return PromotionVerdict.Promote();
        }
    }

    private sealed class AllowingPolicy : IPromotionPolicy
    {
        public ValueTask<PromotionVerdict> DecideAsync(PromotionContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(PromotionVerdict.Promote(context.Evidence.Candidates[0].Member));
    }
}
