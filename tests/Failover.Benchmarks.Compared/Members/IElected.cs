namespace Failover.Benchmarks.Compared.Members;

/// <summary>How a process of some contender becomes the leader, and stops being it.</summary>
internal interface IElected
{
    /// <summary>
    /// Waits to be the leader, calls back, and goes on until the leadership is lost or given up; then returns, to be called again.
    /// </summary>
    Task LeadAsync(Func<CancellationToken, Task> act, CancellationToken stopping);
}
