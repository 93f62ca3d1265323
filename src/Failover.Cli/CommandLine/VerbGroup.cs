namespace Failover.Cli.CommandLine;

/// <summary>A command that only holds others.</summary>
internal sealed class VerbGroup : Command, IHasExamples
{
    public VerbGroup(string name, string description, params Verb[] verbs)
        : base(name, description)
    {
        foreach (var verb in verbs)
        {
            Subcommands.Add(verb);
        }

        Examples = [.. verbs.Select(verb => verb.Examples[0])];
    }

    public IReadOnlyList<Example> Examples { get; }
}
