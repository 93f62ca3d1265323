using Medallion.Threading.Postgres;

namespace Failover.Benchmarks.Compared.Members;

/// <summary>Who holds an advisory lock leads.</summary>
/// <param name="connectionString">How to connect.</param>
/// <param name="isWatched">
/// Whether the holder wants to hear of the loss of its lock. DistributedLock then keeps a statement running on the connection that holds the lock, and while
/// one runs PostgreSQL does not see that the client is gone.
/// </param>
internal sealed class PostgresLock(string connectionString, bool isWatched) : IElected
{
    private readonly PostgresDistributedLock _lock = new(new PostgresAdvisoryLockKey("failover-benchmark", allowHashing: true), connectionString);

    public async Task LeadAsync(Func<CancellationToken, Task> act, CancellationToken stopping)
    {
        await using var held = await _lock.AcquireAsync(cancellationToken: stopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, isWatched ? held.HandleLostToken : CancellationToken.None);
        await act(ending.Token);
    }
}
