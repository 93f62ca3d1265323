namespace Failover.Cli.CommandLine;

/// <summary>What a command is about to send.</summary>
/// <param name="Route">The route, below the server's address.</param>
/// <param name="Body">The body, without what all commands have.</param>
/// <param name="Question">What to ask before, where it is asked: one that names what would happen.</param>
internal sealed record Plan(string Route, ActBody Body, string Question)
{
    /// <summary>The options that stand for what was looked up: with them a repetition means the same.</summary>
    public IReadOnlyList<(string Option, string? Value)> Pins { get; init; } = [];

    public static Plan ForElection(string election, string act, ActBody body, string question) =>
        new($"elections/{Uri.EscapeDataString(election)}/{act}", body, question);

    public static Plan ForMember(string member, string act, string question) =>
        new($"members/{Uri.EscapeDataString(member)}/{act}", new ActBody(), question);
}
