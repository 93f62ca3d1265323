namespace Failover.Hosting.Tests.Elections;

/// <summary>Runs the script with a token that is never cancelled, which tells it from <see cref="ScriptedService"/>.</summary>
internal sealed class SecondService(ServiceScript script) : LeaderService
{
    protected internal override Task ExecuteAsync(Leadership leadership, CancellationToken lost) =>
        script.RunAsync(leadership, CancellationToken.None);
}
