namespace Failover.Hosting;

/// <summary>Ends this process at once.</summary>
internal interface IProcessTerminator
{
    /// <summary>Ends the process, without running anything else of it.</summary>
    void Terminate(string message);
}
