namespace Failover.AspNetCore.Acting;

/// <summary>When a command needs a reason.</summary>
internal enum ReasonRule
{
    /// <summary>Never.</summary>
    Optional,

    /// <summary>When it overrides something.</summary>
    WithForce,

    /// <summary>Always.</summary>
    Required,
}
