namespace Failover.Hosting.Tests;

internal sealed class ScriptedService : LeaderService, IDisposable
{
    private readonly ServiceScript _script;

    public ScriptedService(ServiceScript script)
    {
        _script = script;
        script.Creating();
        script.Note("create");
    }

    public void Dispose() => _script.Note("dispose");

    protected internal override Task ExecuteAsync(Leadership leadership, CancellationToken lost) => _script.RunAsync(leadership, lost);
}
