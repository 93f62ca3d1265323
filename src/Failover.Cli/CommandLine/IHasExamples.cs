namespace Failover.Cli.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
internal interface IHasExamples
{
    /// <summary>Command lines, without the name of the tool, and what each does.</summary>
    IReadOnlyList<Example> Examples { get; }
}
