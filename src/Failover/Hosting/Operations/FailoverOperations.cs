using System.Runtime.CompilerServices;
using Failover.Audit;
using Failover.Hosting.Driver;
using Failover.Operations;

namespace Failover.Hosting.Operations;

/// <summary>What operators may do at this member. Safe to use from any thread.</summary>
internal sealed class FailoverOperations(FailoverHostedService member, ClusterSettings settings, HostContext host, ElectionRegistry elections) : IFailoverOperations
{
    private const int MostAuditRecords = AuditTrail.Length;

    /// <summary>Two seconds: the new leader acts at once as a rule, and later on a busy machine.</summary>
    private const int MostGapPolls = 100;

    /// <summary>How long the record of a malformed command may take; the refusal itself does not depend on it.</summary>
    private static readonly TimeSpan NoteTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan GapPoll = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public ClusterStatus Status => StatusView.Of(host.Feed.State, settings, member.Coordinator, host.Metrics.Lease?.Remaining);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ClusterStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var changed = host.Feed.NextChange;
            yield return Status;
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<AuditRecord> ReadAudit(long after, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, MostAuditRecords);
        return host.Feed.State.Audit.After(after, most);
    }

    /// <inheritdoc/>
    public async Task<OperatorResult> ExecuteAsync(OperatorCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (FindProblem(command) is var (field, message))
        {
            await NoteAsync(command, field, message, cancellationToken);
            return new OperatorResult(command.By.Key, OperatorOutcome.Invalid, $"{field}: {message}", command.About) { Field = field };
        }

        if (member.Driver is not { } driver)
        {
            return Unavailable(command, "this member has not started yet, or is stopping");
        }

        var wasSent = new StrongBox<bool>();
        using var patience = new CancellationTokenSource(settings.OperationTimeout, host.TimeProvider);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await driver.AskAsync(command, wasSent, ending.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var missing = await DescribeMissingAsync(driver);
            return wasSent.Value
                ? new OperatorResult(
                    command.By.Key,
                    OperatorOutcome.Unknown,
                    $"no answer within {settings.OperationTimeout.TotalSeconds:0.###} s: it may have been done, may be under way, or may never be; repeat it with the same key to know{missing}",
                    command.About)
                : Unavailable(command, $"no coordinator was reached within {settings.OperationTimeout.TotalSeconds:0.###} s, and nothing was done{missing}");
        }
    }

    /// <inheritdoc/>
    public async Task<OperatorResult> DrillAsync(OperatorCommand.HandOverLeadership there, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(there);

        // What is malformed is refused under the drill's own key.
        return FindProblem(there) is null ? await new Drill(this, there).RunAsync(cancellationToken) : await ExecuteAsync(there, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Explanation?> ExplainAsync(string election, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(election);
        if (member.Driver is not { } driver)
        {
            throw new FailoverException("This member has not started yet, or is stopping.");
        }

        try
        {
            return await driver.ExplainAsync(election, cancellationToken).WaitAsync(settings.OperationTimeout, host.TimeProvider, cancellationToken);
        }
        catch (TimeoutException error)
        {
            throw new FailoverException($"No coordinator explained '{election}' within {settings.OperationTimeout.TotalSeconds:0.###} s{await DescribeMissingAsync(driver)}.", error);
        }
    }

    /// <summary>How long the seat was without an acting leader before that term, as the coordinator measured it; null if it does not know.</summary>
    public async Task<double?> FindGapAsync(string election, long term, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(GapPoll, host.TimeProvider);
        for (var tries = 0; tries < MostGapPolls; tries++)
        {
            Explanation? explanation;
            try
            {
                explanation = await ExplainAsync(election, cancellationToken);
            }
            catch (FailoverException)
            {
                return null;
            }

            if (explanation is null || explanation.Term != term)
            {
                return null;
            }

            if (explanation.GapMs is { } gap)
            {
                return gap;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return null;
    }

    private (string Field, string Message)? FindProblem(OperatorCommand command)
    {
        if (CommandRules.FindProblem(command) is { } problem)
        {
            return problem;
        }

        return command is OperatorCommand.SetPolicy { Policy.Name: var name } && !elections.PolicyNames.Contains(name)
            ? ("policy.name", $"'{name}' is no policy; there are {string.Join(", ", elections.PolicyNames)}")
            : null;
    }

    /// <summary>The refusal of a malformed command goes into the audit trail, where somebody can be named.</summary>
    private async Task NoteAsync(OperatorCommand command, string field, string message, CancellationToken cancellationToken)
    {
        if (member.Driver is not { } driver || CommandRules.FindProblem(new OperatorCommand.ResumeElection("e", command.By with { Key = "k", Reason = null })) is not null)
        {
            return;
        }

        // Under a key of its own: the corrected command may use the operator's.
        var by = command.By with { Key = $"refusal-{Guid.NewGuid():N}", Reason = null, Digest = null };
        var election = command.About is { } about && Names.IsValid(about) ? about : null;
        using var patience = new CancellationTokenSource(NoteTimeout, host.TimeProvider);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await driver.AskAsync(new OperatorCommand.NoteRefusal(VerbOf(command), election, field, $"{field}: {message}", by), null, ending.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No coordinator: the answer is the same.
        }
    }

    private static string VerbOf(OperatorCommand command) => command is OperatorCommand.NoteRefusal note ? note.Verb : Coordination.Coordinator.VerbOf(command);

    private static OperatorResult Unavailable(OperatorCommand command, string message) =>
        new(command.By.Key, OperatorOutcome.Unavailable, message, command.About);

    private async Task<string> DescribeMissingAsync(MemberDriver driver)
    {
        var missing = await driver.FindMissingAsync();
        return missing.Count == 0
            ? "; every member answers at its address"
            : $"; no answer from {string.Join(", ", missing)} ({settings.Members.Count - missing.Count} of {settings.Members.Count} members answer, a quorum is {(settings.Members.Count / 2) + 1})";
    }
}
