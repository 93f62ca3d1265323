namespace Failover.AspNetCore;

/// <summary>The names of the authorization policies that the application defines for the operator interface.</summary>
public static class FailoverPolicies
{
    /// <summary>Who may see status, evidence and the audit trail. Where it is not defined, <see cref="Operate"/> counts.</summary>
    public const string View = "Failover.View";

    /// <summary>Who may act. Where it is not defined, nobody may.</summary>
    public const string Operate = "Failover.Operate";
}
