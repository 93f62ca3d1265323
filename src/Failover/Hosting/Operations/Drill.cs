using System.Security.Cryptography;
using System.Text;
using Failover.Operations;

namespace Failover.Hosting.Operations;

/// <summary>A rehearsed hand-over there and back. Each step has a key of its own, so that a repeated drill goes on where it was.</summary>
internal sealed class Drill(FailoverOperations operations, OperatorCommand.HandOverLeadership first)
{
    private const string Purpose = "drill: ";

    private string Election => first.Election;

    private OperatorNote By => first.By;

    public Task<OperatorResult> RunAsync(CancellationToken cancellationToken) => first.DryRun ? RehearseAsync(cancellationToken) : GoAsync(cancellationToken);

    private async Task<OperatorResult> GoAsync(CancellationToken cancellationToken)
    {
        var before = StatusNow();
        var there = await operations.ExecuteAsync(first with { By = Sign("there") }, cancellationToken);
        if (!there.Done)
        {
            return there with { Key = By.Key };
        }

        var middle = StatusNow()!;
        var gapThere = await operations.FindGapAsync(Election, there.Term, cancellationToken);
        var (from, to) = (LeaderIn(middle, there.Term - 1) ?? before?.Leader?.Member, LeaderIn(middle, there.Term));
        if (from is null || to is null)
        {
            return new OperatorResult(By.Key, OperatorOutcome.Conflict, $"{Election} changed during the drill; it stays as it is now", Election, there.Term);
        }

        var back = await operations.ExecuteAsync(
            new OperatorCommand.HandOverLeadership(Election, from, Sign("back")) { ExpectedTerm = there.Term }, cancellationToken);
        if (!back.Done)
        {
            // The way there is done: nobody may take this for "nothing was done".
            var outcome = back.Outcome == OperatorOutcome.Unavailable ? OperatorOutcome.Unknown : back.Outcome;
            return back with { Key = By.Key, Outcome = outcome, Message = $"{to} leads {Election} now; the way back failed: {back.Message}" };
        }

        var gapBack = await operations.FindGapAsync(Election, back.Term, cancellationToken);
        return gapThere is { } gap && gapBack is { } second
            ? await operations.ExecuteAsync(new OperatorCommand.RecordDrill(Election, from, to, [gap, second], By), cancellationToken)
            : new OperatorResult(By.Key, OperatorOutcome.Done, $"{Election} went from {from} to {to} and back; the coordinator changed meanwhile, so the gaps were not measured", Election, back.Term);
    }

    /// <summary>The coordinator tries the way there; whether the present leader could lead again is in the log.</summary>
    private async Task<OperatorResult> RehearseAsync(CancellationToken cancellationToken)
    {
        var there = await operations.ExecuteAsync(first, cancellationToken);
        return there.Done && StatusNow()?.Leader?.Member is { } leader
            ? there with { Message = $"{there.Message}; then back: {WhyNotBack(leader) ?? $"{leader} leads in term {there.Term + 2}"}" }
            : there;
    }

    private string? WhyNotBack(string leader)
    {
        var member = operations.Status.Members.FirstOrDefault(member => member.Name == leader);
        var why = member?.Drained is { } by ? $"it is drained by {by.Actor}" : member?.Unfit is { } unfit ? $"it reports itself unfit: {unfit}" : null;
        return why is null ? null : $"{leader} could not lead again: {why}";
    }

    private ElectionStatus? StatusNow() => operations.Status.Elections.FirstOrDefault(found => found.Name == Election);

    /// <summary>The drill's own key and reason, made longer by the step; where that is too long, by what stands for them.</summary>
    private OperatorNote Sign(string step)
    {
        var key = By.Key.Length + 1 + step.Length <= CommandRules.MaxKeyLength ? By.Key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(By.Key)));
        var reason = By.Reason ?? "rehearsed hand-over";
        return By with { Key = $"{key}.{step}", Reason = $"{Purpose}{ReasonText.Shorten(reason, CommandRules.MaxReasonLength - Purpose.Length)}", Digest = null };
    }

    private static string? LeaderIn(ElectionStatus status, long term) => status.History.FirstOrDefault(record => record.Term == term)?.Leader.Member;
}
