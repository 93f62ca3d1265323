using System.ComponentModel;

namespace Failover.AspNetCore.Acting;

/// <summary>What the body of every command may have.</summary>
internal abstract record ActBody
{
    /// <summary>See the description.</summary>
    [Description("Why, for the audit trail; at most 1,024 characters, without control characters.")]
    public string? Reason { get; init; }

    /// <summary>See the description.</summary>
    [Description("Say what would happen, and change nothing.")]
    public bool DryRun { get; init; }
}
