namespace Failover.Hosting;

/// <summary>
/// Threads of the pool beyond one for each processor. Where there are two, two writes to the disk occupy all of them, and what waits
/// for a thread waits until the pool has noticed that, some ten milliseconds later (decision 14).
/// </summary>
internal static class PoolReserve
{
    private const int LeastThreads = 8;

    /// <summary>Raises the pool's minimum, which the application may have set higher. Threads are made only when they are needed.</summary>
    public static void Ensure()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        if (workers < LeastThreads)
        {
            ThreadPool.SetMinThreads(LeastThreads, ports);
        }
    }
}
