using Failover.Operations;

namespace Failover.Hosting.Operations;

/// <summary>A rehearsed hand-over there and back. Each step has a key of its own, so that a repeated drill goes on where it was.</summary>
internal sealed class Drill(FailoverOperations operations, string election, string? target, OperatorNote by)
{
    public async Task<OperatorResult> RunAsync(CancellationToken cancellationToken)
    {
        var before = operations.Status.Elections.FirstOrDefault(found => found.Name == election);
        var there = await HandOverAsync("there", target, cancellationToken);
        if (!there.Done)
        {
            return there with { Key = by.Key };
        }

        var middle = operations.Status.Elections.First(found => found.Name == election);
        var gapThere = await operations.FindGapAsync(election, there.Term, cancellationToken);
        var (from, to) = (LeaderIn(middle, there.Term - 1) ?? before?.Leader?.Member, LeaderIn(middle, there.Term));
        if (from is null || to is null)
        {
            return new OperatorResult(by.Key, OperatorOutcome.Conflict, $"{election} changed during the drill; it stays as it is now", election, there.Term);
        }

        var back = await HandOverAsync("back", from, cancellationToken);
        if (!back.Done)
        {
            return back with { Key = by.Key, Message = $"{to} leads {election} now; the way back failed: {back.Message}" };
        }

        var gapBack = await operations.FindGapAsync(election, back.Term, cancellationToken);
        return gapThere is { } first && gapBack is { } second
            ? await operations.ExecuteAsync(new OperatorCommand.RecordDrill(election, from, to, [first, second], by), cancellationToken)
            : new OperatorResult(by.Key, OperatorOutcome.Done, $"{election} went from {from} to {to} and back; the coordinator changed meanwhile, so the gaps were not measured", election, back.Term);
    }

    private Task<OperatorResult> HandOverAsync(string step, string? to, CancellationToken cancellationToken) => operations.ExecuteAsync(
        new OperatorCommand.HandOverLeadership(election, to, by with { Key = $"{by.Key}.{step}", Reason = $"drill: {by.Reason ?? "rehearsed hand-over"}", Digest = null }),
        cancellationToken);

    private static string? LeaderIn(ElectionStatus status, long term) => status.History.FirstOrDefault(record => record.Term == term)?.Leader.Member;
}
