namespace Failover.Operations;

/// <summary>What the cluster address of a member answers.</summary>
public enum Reachability
{
    /// <summary>Nobody has dialled it.</summary>
    Unknown,

    /// <summary>The member answers.</summary>
    Answers,

    /// <summary>Its host refuses connections: no process listens there.</summary>
    Refuses,

    /// <summary>Nothing answers.</summary>
    Silent,
}
