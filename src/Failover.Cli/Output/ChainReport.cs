namespace Failover.Cli.Output;

/// <summary>What a check of the audit trail found, for programs.</summary>
internal sealed record ChainReport
{
    /// <summary>Whether every record follows from the one before it.</summary>
    public required bool Intact { get; init; }

    public required long Records { get; init; }

    /// <summary>The number of the first record; 0 where there is none.</summary>
    public long First { get; init; }

    public long Last { get; init; }

    /// <summary>The hash of the last record: note it elsewhere, and compare later.</summary>
    public string? Head { get; init; }

    /// <summary>The first record that does not follow from the one before it.</summary>
    public long? Broken { get; init; }

    /// <summary>What is wrong, in words.</summary>
    public string? Problem { get; init; }
}
