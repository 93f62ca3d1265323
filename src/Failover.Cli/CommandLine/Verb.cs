namespace Failover.Cli.CommandLine;

/// <summary>A command of the tool.</summary>
internal abstract class Verb(string name, string description, params Example[] examples) : Command(name, description), IHasExamples
{
    public IReadOnlyList<Example> Examples { get; } = examples;

    /// <summary>Whether it asks a cluster, and so needs to know one.</summary>
    public virtual bool AsksCluster(ParseResult parse) => true;

    /// <summary>How long it waits for an answer where nobody says.</summary>
    public virtual TimeSpan DefaultTimeout => GlobalOptions.DefaultTimeout;

    /// <summary>Does it. Throws <see cref="CliException"/> where it can not.</summary>
    public abstract Task RunAsync(Call call, CancellationToken cancellationToken);
}
