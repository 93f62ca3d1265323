namespace Failover.AspNetCore.Access;

/// <summary>Who may use a route.</summary>
internal enum Audience
{
    /// <summary>Everybody who reaches it.</summary>
    Open,

    /// <summary>Whom the policy for reading admits.</summary>
    View,

    /// <summary>Whom the policy for acting admits.</summary>
    Operate,
}
