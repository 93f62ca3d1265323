namespace Failover;

/// <summary>What happens when a leader service can not be created, or throws while its leadership is held.</summary>
public enum ServiceFailureAction
{
    /// <summary>The member gives the leadership up, and is no candidate for a while.</summary>
    ResignAndQuarantine,

    /// <summary>The service is started again, after a wait that grows with each failure; the leadership is kept.</summary>
    Restart,

    /// <summary>The host stops, and hands over everything that it leads.</summary>
    StopHost,
}
