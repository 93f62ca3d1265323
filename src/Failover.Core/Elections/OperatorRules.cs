using System.Globalization;

namespace Failover.Elections;

/// <summary>What operators command. Each rule returns why it changes nothing, or null; a repeated key has no second effect.</summary>
internal static class OperatorRules
{
    public static string? BeginHandOver(Transition at, Command.BeginHandOver command)
    {
        if (Repeated(at, command.By) is { } repeated)
        {
            return repeated;
        }

        if (at.Election(command.Election)?.HandOver is { } other && other.By.Key == command.By.Key)
        {
            // Proposed again because nobody knew whether the first proposal would be committed.
            return $"hand-over {command.By.Key} is under way already";
        }

        if (at.Election(command.Election) is not { Leader: { } leader, HandOver: null } election || election.Term != command.Term)
        {
            return Reject(at, command.By, "hand-over", command.Election, $"{command.Election} changed: it is no longer led in term {command.Term}, or another hand-over is under way");
        }

        var handOver = new HandOver(command.Target, leader.Member, command.By)
        {
            IsResignation = command.ResignationMs is not null,
            QuarantineMs = command.ResignationMs ?? 0,
            Force = command.Force,
        };
        at.Set(election with { HandOver = handOver });
        at.Emit(new ClusterEvent.HandOverBegan(command.Election, command.Term, handOver));
        at.Audit(
            handOver.IsResignation ? "resignation-began" : "hand-over-began",
            command.Election,
            command.Target,
            command.Term,
            by: command.By,
            from: leader.ToString(),
            detail: command.Force ? "by force" : null);
        return null;
    }

    public static string? AbortHandOver(Transition at, Command.AbortHandOver command)
    {
        if (at.Election(command.Election) is not { HandOver: { } handOver } election || election.Term != command.Term)
        {
            return $"no hand-over of {command.Election} in term {command.Term} is under way";
        }

        at.Set(election with { HandOver = null });
        at.Emit(new ClusterEvent.HandOverAborted(command.Election, command.Term, command.Reason));
        at.Audit("hand-over-aborted", command.Election, handOver.Target, command.Term, by: handOver.By, reason: command.Reason);
        at.Answer(handOver.By, OperatorOutcome.Conflict, command.Reason, command.Election, command.Term);
        return null;
    }

    public static string? Drain(Transition at, Command.Drain command)
    {
        if (Repeated(at, command.By) is { } repeated)
        {
            return repeated;
        }

        at.Set(at.Member(command.Member) with { Drained = command.By });
        at.Audit("drained", member: command.Member, by: command.By);
        at.Answer(command.By, OperatorOutcome.Done, $"{command.Member} is drained");
        return null;
    }

    public static string? Undrain(Transition at, Command.Undrain command)
    {
        if (Repeated(at, command.By) is { } repeated)
        {
            return repeated;
        }

        var member = at.Member(command.Member);
        if (member.Drained is null)
        {
            return Reject(at, command.By, "undrain", null, $"{command.Member} is not drained");
        }

        at.Set(member with { Drained = null });
        at.Audit("undrained", member: command.Member, by: command.By);
        at.Answer(command.By, OperatorOutcome.Done, $"{command.Member} may lead again");
        return null;
    }

    public static string? Pause(Transition at, Command.SetPause command)
    {
        if (Repeated(at, command.By) is { } repeated)
        {
            return repeated;
        }

        if (at.Election(command.Election) is not { } election)
        {
            return Reject(at, command.By, "pause", command.Election, $"there is no election '{command.Election}'", OperatorOutcome.NotFound);
        }

        if (election.Pause is { } pause)
        {
            return Reject(at, command.By, "pause", command.Election, $"{command.Election} is paused already, by {pause.By.Actor}: {pause.By.Reason}");
        }

        at.Set(election with { Pause = new Pause(command.By, command.DurationMs) });
        at.Audit("paused", command.Election, term: election.Term, by: command.By);
        at.Answer(command.By, OperatorOutcome.Done, $"{command.Election} is paused", command.Election, election.Term);
        return null;
    }

    public static string? Resume(Transition at, Command.ClearPause command)
    {
        if (command.By is not null && Repeated(at, command.By) is { } repeated)
        {
            return repeated;
        }

        if (at.Election(command.Election) is not { Pause: not null } election)
        {
            return command.By is null ? $"{command.Election} is not paused" : Reject(at, command.By, "resume", command.Election, $"{command.Election} is not paused");
        }

        at.Set(election with { Pause = null });
        at.Audit("resumed", command.Election, term: election.Term, by: command.By, reason: command.By is null ? "its time is over" : null);
        if (command.By is not null)
        {
            at.Answer(command.By, OperatorOutcome.Done, $"{command.Election} is resumed", command.Election, election.Term);
        }

        return null;
    }

    public static string? SetPolicy(Transition at, Command.ChangePolicy command)
    {
        if (Repeated(at, command.By) is { } repeated)
        {
            return repeated;
        }

        if (at.Election(command.Election) is not { } election)
        {
            return Reject(at, command.By, "policy", command.Election, $"there is no election '{command.Election}'", OperatorOutcome.NotFound);
        }

        if (command.ExpectedRevision is { } expected && expected != election.PolicyRevision)
        {
            return Reject(
                at,
                command.By,
                "policy",
                command.Election,
                $"the policy of {command.Election} is {Describe(election.Policy)} in revision {election.PolicyRevision} by now, not revision {expected}: look at it again",
                OperatorOutcome.Stale,
                field: "expectedRevision");
        }

        at.Set(election with
        {
            Policy = command.Policy,
            PolicyRevision = election.PolicyRevision + 1,
            RecentTerms = [],
            Request = election.Request is { } request ? request with { IsEscalated = false, IsTimedOut = false } : null,
        });
        at.Emit(new ClusterEvent.PolicySet(election.Name, command.Policy, command.By));
        at.Audit("policy-set", election.Name, term: election.Term, by: command.By, detail: $"from {election.Policy.Name} to {Describe(command.Policy)}");
        at.Answer(command.By, OperatorOutcome.Done, $"{election.Name} is now {Describe(command.Policy)}", election.Name, election.Term);
        return null;
    }

    public static string? RecordDrill(Transition at, Command.NoteDrill command)
    {
        if (Repeated(at, command.By) is { } repeated)
        {
            return repeated;
        }

        var term = at.Election(command.Election)?.Term ?? 0;
        var gaps = string.Join(" ms, ", command.GapsMs.Select(gap => gap.ToString("0.0", CultureInfo.InvariantCulture)));
        var message = $"{command.Election} went from {command.From} to {command.To} and back, without a leader for {gaps} ms";
        at.Audit("drill", command.Election, command.To, term, by: command.By, from: command.From, detail: message);
        at.Answer(command.By, OperatorOutcome.Done, message, command.Election, term, gapsMs: command.GapsMs);
        return null;
    }

    public static string? Refuse(Transition at, Command.Refuse command) =>
        Repeated(at, command.By)
        ?? Reject(at, command.By, command.Verb ?? "command", command.Election, command.Message, command.Outcome, command.Request, command.Field);

    public static string? Repeated(Transition at, OperatorNote by) =>
        at.IsRepetition(by) ? $"command {by.Key} was answered before" : null;

    public static string Reject(
        Transition at,
        OperatorNote by,
        string verb,
        string? election,
        string message,
        OperatorOutcome outcome = OperatorOutcome.Conflict,
        long request = 0,
        string? field = null)
    {
        var about = election is null ? null : at.Election(election)?.Request;
        at.Audit($"{verb}-refused", election, term: election is null ? 0 : at.Election(election)?.Term ?? 0, by: by, reason: message, refused: true, about: about?.Number == request ? about : null);
        at.Answer(by, outcome, message, election, request: request, field: field);
        return message;
    }

    private static string Describe(PromotionPolicy policy) =>
        policy.Name == PromotionPolicy.AutomaticName ? policy.Name : $"{policy.Name} ({policy.Approvals} approval{(policy.Approvals == 1 ? "" : "s")})";
}
