namespace TaskDispatch.Tests.Support;

/// <summary>Waits for what another thread or process brings about and tells nobody.</summary>
internal static class Eventually
{
    /// <summary>Long enough for a busy machine; only a test that fails waits as long.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(string what, Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (!await condition())
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Not within {Limit.TotalSeconds} s: {what}");
        }
    }
}
