namespace Failover.Transport.Tests;

/// <summary>Waits for what another thread brings about and nobody announces.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task TrueAsync(Func<bool> condition, Func<string>? otherwise = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, otherwise?.Invoke() ?? "It did not come true in time.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets a fake clock run until something is done.</summary>
    public static async Task DoneAsync(this Microsoft.Extensions.Time.Testing.FakeTimeProvider clock, Task task, TimeSpan step)
    {
        await TrueAsync(() =>
        {
            if (!task.IsCompleted)
            {
                clock.Advance(step);
            }

            return task.IsCompleted;
        });
        await task;
    }

    public static Task SoonAsync(this Task task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public static Task<T> SoonAsync<T>(this Task<T> task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public static Task<T> SoonAsync<T>(this ValueTask<T> task) => task.AsTask().SoonAsync();
}
