namespace TaskDispatch.Store;

/// <summary>
/// The tasks, in a database that all members share. Safe to use from any thread and from many processes at once. What a method
/// acknowledged by returning survives the crash of any process.
/// </summary>
/// <remarks>
/// Methods that take a <see cref="Fence"/> are the dispatcher's. They check its term against the highest one seen, in the same
/// transaction as the write, and throw <see cref="StaleTermException"/> when it is lower; so a leader that was replaced without
/// knowing it does no harm. The others are for clients and may be called by anyone.
/// Any method throws a <see cref="System.Data.Common.DbException"/> when the database can not be reached or stays locked.
/// </remarks>
public interface ITaskStore : IAsyncDisposable
{
    /// <summary>Creates the tables where they are missing. Several processes may do so at once.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Adds a task, unless one with that client key exists.</summary>
    /// <returns>The task's number; the same one for each call with the same key.</returns>
    Task<long> EnqueueAsync(NewTask task, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the fence's term known, so that from now on every write in a lower term is refused. A new leader does this first.
    /// </summary>
    /// <exception cref="StaleTermException">A higher term was seen.</exception>
    Task RaiseFenceAsync(Fence fence, CancellationToken cancellationToken);

    /// <summary>The queued tasks, oldest first.</summary>
    Task<IReadOnlyList<WorkItem>> LoadQueuedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Gives a queued task to a worker.</summary>
    /// <param name="fence">In whose name.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="deadline">
    /// When the task may be given to another. It is by the leader's wall clock, which after a failover is another's: a wrong clock
    /// costs a duplicate attempt, never a duplicate result.
    /// </param>
    /// <param name="cancellationToken">Ends the call before the write is made.</param>
    /// <returns>False, and nothing changed, when the task is not queued any more.</returns>
    /// <exception cref="StaleTermException">A higher term was seen.</exception>
    Task<bool> AssignAsync(Fence fence, long taskId, string worker, DateTimeOffset deadline, CancellationToken cancellationToken);

    /// <summary>Queues again every assigned task whose deadline is before <paramref name="now"/>.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="StaleTermException">A higher term was seen.</exception>
    Task<int> RequeueExpiredAsync(Fence fence, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Records a task's result, from whichever worker it comes: the first one counts. Each attempt is noted in a log that is only
    /// ever appended to.
    /// </summary>
    /// <exception cref="StaleTermException">A higher term was seen.</exception>
    Task<ResultOutcome> RecordResultAsync(Fence fence, long taskId, string worker, string result, CancellationToken cancellationToken);

    /// <summary>Counts everything.</summary>
    Task<TaskCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>The tasks with numbers above <paramref name="afterId"/>, by number.</summary>
    Task<IReadOnlyList<TaskRow>> ListAsync(long afterId, int limit, CancellationToken cancellationToken);

    /// <summary>The latest refused writes, latest first.</summary>
    Task<IReadOnlyList<RefusedWrite>> ListRefusedWritesAsync(int limit, CancellationToken cancellationToken);
}
