namespace Failover.Transport.Tests;

internal static class TokenExtensions
{
    /// <summary>Completes when the token is cancelled.</summary>
    public static Task WaitAsync(this CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(cancelled.SetResult);
        return cancelled.Task;
    }
}
