using System.Text.Json.Nodes;
using Failover.Chaos.Checks;
using Failover.Chaos.Operators;

namespace Failover.Chaos.Tests;

/// <summary>Audit trails made by hand, with and without what must not be in them.</summary>
public sealed class AuditCheckTests
{
    private readonly List<OperatorCall> _calls = [];
    private readonly List<AuditLine> _lines = [];

    [Fact]
    public void What_needed_no_approval_needs_none()
    {
        Promoted(1, "n1#1", "FirstElection");
        Promoted(2, "n2#1", "CrashConfirmed");

        var check = Check();
        Assert.Empty(check.Violations);
        Assert.False(check.IsByOperators(2));
        Assert.False(check.IsPlanned(2));
    }

    [Fact]
    public void A_promotion_with_the_approvals_of_two_operators_is_sound()
    {
        Promoted(1, "n1#1", "FirstElection");
        SetPolicy(approvals: 2);
        Approved("alice", request: 1, revision: 3);
        Approved("bob", request: 1, revision: 3);
        Promoted(2, "n2#1", "CrashConfirmed", request: 1, revision: 3);

        var check = Check();
        Assert.Empty(check.Violations);
        Assert.Equal(1, check.Approved);
        Assert.True(check.IsByOperators(2));
    }

    [Theory]
    [InlineData("bob", 2)]
    [InlineData("alice", 3)]
    public void Approvals_of_another_revision_or_of_the_same_operator_do_not_count(string second, int revision)
    {
        Promoted(1, "n1#1", "FirstElection");
        SetPolicy(approvals: 2);
        Approved("alice", request: 1, revision: 3);
        Approved(second, request: 1, revision);
        Promoted(2, "n2#1", "CrashConfirmed", request: 1, revision: 3);

        Assert.StartsWith("Approval: record 5: promoted n2#1 in term 2 by 1 approvals of 2", Assert.Single(Check().Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void The_same_member_may_come_back_where_the_policy_says_so(bool approveReturn, int violations)
    {
        Promoted(1, "n1#1", "FirstElection");
        SetPolicy(approvals: 2, approveReturn);
        Promoted(2, "n1#2", "SessionReplaced");

        Assert.Equal(violations, Check().Violations.Count);
    }

    [Fact]
    public void One_operators_hand_over_is_not_enough_for_two()
    {
        Promoted(1, "n1#1", "FirstElection");
        SetPolicy(approvals: 1);
        var handOver = Call("hand-over", "alice", "Done");
        Add(new AuditLine { Number = 0, Verb = "promoted", Term = 2, Member = "n2#1", Cause = "HandedOver", Actor = "alice", Method = "Operator", Reason = handOver.Key });
        Assert.Empty(Check().Violations);

        SetPolicy(approvals: 2);
        Add(new AuditLine { Number = 0, Verb = "promoted", Term = 3, Member = "n1#1", Cause = "HandedOver", Actor = "alice", Method = "Operator", Reason = Call("hand-over", "alice", "Done").Key });
        Assert.StartsWith("Approval:", Assert.Single(Check().Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_promotion_in_a_pause_and_a_term_left_out_are_found()
    {
        Promoted(1, "n1#1", "FirstElection");
        Effect(Call("pause", "alice", "Done"), "paused");
        Promoted(3, "n2#1", "CrashConfirmed");

        Assert.Equal(["Terms rise: record 3: promoted n2#1 in term 3, after term 1.", "Pause: record 3: promoted n2#1 in term 3 while the election was paused."], Check().Violations);
    }

    [Fact]
    public void A_command_with_two_effects_is_found()
    {
        var drain = Call("drain", "alice", "Done");
        Effect(drain, "drained");
        Effect(drain, "drained");

        Assert.StartsWith("At most once:", Assert.Single(Check().Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_was_done_and_is_gone_is_found()
    {
        Promoted(1, "n1#1", "FirstElection");
        Call("drain", "alice", "Done");

        Assert.StartsWith("Nothing lost:", Assert.Single(Check().Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Conflict")]
    [InlineData("Unavailable")]
    public void A_command_that_was_refused_and_has_an_effect_is_found(string outcome)
    {
        Effect(Call("drain", "alice", outcome), "drained");

        Assert.StartsWith("Answer:", Assert.Single(Check().Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_without_an_answer_may_have_an_effect_or_none()
    {
        Effect(Call("drain", "alice", null), "drained");
        Call("drain", "bob", null);

        Assert.Empty(Check().Violations);
    }

    [Fact]
    public void A_trail_with_a_hole_proves_nothing()
    {
        Promoted(1, "n1#1", "FirstElection");
        _lines.Add(new AuditLine { Number = 3, Verb = "promoted", Term = 1 });

        Assert.False(Check().IsWhole);
        Assert.Empty(Check().Violations);
    }

    private AuditCheck Check() => new(_lines, _calls);

    private void Add(AuditLine line) => _lines.Add(line with { Number = _lines.Count + 1 });

    private OperatorCall Call(string verb, string actor, string? outcome, JsonObject? body = null)
    {
        var call = new OperatorCall(actor, verb, null, body ?? []) { Outcome = outcome };
        _calls.Add(call);
        return call;
    }

    private void Effect(OperatorCall call, string verb) =>
        Add(new AuditLine { Number = 0, Verb = verb, Actor = call.Actor, Method = "Operator", Reason = call.Key });

    private void SetPolicy(int approvals, bool approveReturn = false)
    {
        var policy = new JsonObject { ["name"] = "operator-approved", ["approvals"] = approvals, ["approveReturn"] = approveReturn };
        Effect(Call("policy", "alice", "Done", new JsonObject { ["policy"] = policy }), "policy-set");
    }

    private void Approved(string actor, long request, int revision)
    {
        var call = Call("approve", actor, "Done");
        Add(new AuditLine { Number = 0, Verb = "request-approved", Actor = actor, Method = "Operator", Reason = call.Key, Request = request, Revision = revision });
    }

    private void Promoted(long term, string member, string cause, long request = 0, int revision = 0) =>
        Add(new AuditLine { Number = 0, Verb = "promoted", Term = term, Member = member, Cause = cause, Request = request, Revision = revision });
}
