namespace Failover.Simulation.Model;

/// <summary>How an application takes it when it is asked to release a leadership.</summary>
internal enum AppBehaviour
{
    Prompt,
    Slow,
    Never,

    /// <summary>Its leader service throws soon after it was started.</summary>
    Throwing,
}
