namespace Failover.Cli.Output;

/// <summary>What a text means to its reader; colours follow from it where there are any.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Quiet,
    Good,
    Warning,
    Bad,
}
