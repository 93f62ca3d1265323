namespace Failover.Chaos.Hook;

/// <summary>What happens at a step.</summary>
internal enum FailpointAction
{
    /// <summary>Nothing: it is counted.</summary>
    Pass = 0,

    /// <summary>The process kills itself (SIGKILL).</summary>
    Die = 1,

    /// <summary>The thread that has reached the step waits.</summary>
    Stall = 2,
}
