namespace Failover.Cli;

/// <summary>The tool's own help, where every way begins.</summary>
internal sealed class ToolCommand() : RootCommand("Sees and operates a Failover cluster, through any of its members."), IHasExamples
{
    public IReadOnlyList<Example> Examples { get; } =
    [
        new("status --server http://localhost:8080", "Who leads what, and what waits for a decision."),
        new("approve dispatcher", "Shows why a promotion waits and what speaks for it, and asks."),
        new("<verb> --help", "What a verb does, with examples."),
    ];
}
