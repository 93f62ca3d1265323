namespace Failover.Cli.CommandLine;

/// <summary>A command line, without the name of the tool, and what it does.</summary>
internal sealed record Example(string Line, string Does);
