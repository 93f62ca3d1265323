namespace Failover.Cli.CommandLine;

/// <summary>When the server wants to know why.</summary>
internal enum ReasonRule
{
    Optional,
    WithForce,
    Required,
}
