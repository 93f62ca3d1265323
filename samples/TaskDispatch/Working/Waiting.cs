namespace TaskDispatch.Working;

/// <summary>Waits that end early without an exception.</summary>
internal static class Waiting
{
    /// <summary>Completes when the token is cancelled.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled first.</exception>
    public static async Task WhenCancelledAsync(this CancellationToken token, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for a time, or until the token is cancelled.</summary>
    public static async Task PauseAsync(this TimeProvider time, TimeSpan duration, CancellationToken until)
    {
        try
        {
            await Task.Delay(duration, time, until);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
