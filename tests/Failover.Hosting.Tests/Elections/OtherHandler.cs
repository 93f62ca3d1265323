namespace Failover.Hosting.Tests.Elections;

/// <summary>A handler whose events end up in the script, to stand beside <see cref="RecordingHandler"/>.</summary>
internal sealed class OtherHandler(ServiceScript script) : ILeadershipHandler
{
    public Task OnLeaderChangedAsync(ElectionSnapshot snapshot, CancellationToken cancellationToken)
    {
        script.Note($"changed {snapshot.Term}");
        return Task.CompletedTask;
    }
}
