namespace Failover.Hosting.Tests;

/// <summary>Notes that the process would have been terminated.</summary>
internal sealed class RecordingTerminator(TimeProvider timeProvider) : IProcessTerminator
{
    private readonly TaskCompletionSource<string> _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Terminated => _terminated.Task;

    public long TerminatedAt { get; private set; }

    public void Terminate(string message)
    {
        TerminatedAt = timeProvider.GetTimestamp();
        _terminated.TrySetResult(message);
    }
}
