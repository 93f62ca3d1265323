namespace Failover.Hosting;

/// <summary>
/// Fails fast: an ordinary exit would first run handlers of the application, which may hang like the service that is stuck.
/// </summary>
internal sealed class ProcessTerminator : IProcessTerminator
{
    /// <inheritdoc />
    public void Terminate(string message) => Environment.FailFast(message);
}
