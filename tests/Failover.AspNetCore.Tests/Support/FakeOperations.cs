using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Failover.Audit;

namespace Failover.AspNetCore.Tests.Support;

/// <summary>A cluster that does what the test says, and notes what it was asked.</summary>
internal sealed class FakeOperations : IFailoverOperations
{
    private readonly Lock _lock = new();
    private readonly List<AuditRecord> _audit = [];
    private ClusterStatus _status = Samples.Status;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was asked; of drills the first hand-over.</summary>
    public ConcurrentQueue<OperatorCommand> Asked { get; } = new();

    /// <summary>The commands without the notes of refusals.</summary>
    public IEnumerable<OperatorCommand> Commands => Asked.Where(command => command is not OperatorCommand.NoteRefusal);

    /// <summary>The notes of refusals.</summary>
    public IEnumerable<OperatorCommand.NoteRefusal> Refusals => Asked.OfType<OperatorCommand.NoteRefusal>();

    /// <summary>How commands end.</summary>
    public Func<OperatorCommand, OperatorResult> Answer { get; set; } =
        command => new OperatorResult(command.By.Key, OperatorOutcome.Done, "done", command.About, 8) { IsDryRun = command.DryRun };

    /// <summary>Holds every answer back, until it is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What explanations throw, or null.</summary>
    public Exception? NotExplained { get; set; }

    /// <summary>How many watch.</summary>
    public int Watching { get; private set; }

    public ClusterStatus Status => Volatile.Read(ref _status);

    /// <summary>Adds records to the audit trail, and changes the status as a new entry would.</summary>
    public void Record(params string[] verbs)
    {
        lock (_lock)
        {
            foreach (var verb in verbs)
            {
                _audit.Add(Samples.Record(_audit.Count + 1, verb));
            }

            Change(status => status with { AuditCount = _audit.Count, Index = status.Index + 1 });
        }
    }

    /// <summary>Changes the status, and tells those that watch.</summary>
    public void Change(Func<ClusterStatus, ClusterStatus> change)
    {
        lock (_lock)
        {
            Volatile.Write(ref _status, change(_status));
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    public async IAsyncEnumerable<ClusterStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Watching++;
        }

        try
        {
            while (true)
            {
                var changed = Volatile.Read(ref _changed).Task;
                yield return Status;
                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            lock (_lock)
            {
                Watching--;
            }
        }
    }

    public IReadOnlyList<AuditRecord> ReadAudit(long after, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 1_000);
        lock (_lock)
        {
            return [.. _audit.Where(record => record.Number > after).Take(most)];
        }
    }

    public async Task<OperatorResult> ExecuteAsync(OperatorCommand command, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(command);
        await Gate.WaitAsync(cancellationToken);
        return command is OperatorCommand.NoteRefusal note
            ? new OperatorResult(note.By.Key, OperatorOutcome.Invalid, note.Message, note.Election)
            : Answer(command);
    }

    public Task<OperatorResult> DrillAsync(OperatorCommand.HandOverLeadership there, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(there);
        return Task.FromResult(there.DryRun
            ? Answer(there)
            : new OperatorResult(there.By.Key, OperatorOutcome.Done, "rehearsed", there.Election, 9) { GapsMs = [12.5, 11] });
    }

    public Task<Explanation?> ExplainAsync(string election, CancellationToken cancellationToken = default) =>
        NotExplained is { } error ? Task.FromException<Explanation?>(error)
        : Task.FromResult(election == Samples.Election ? Samples.Explanation : null);
}
