namespace Failover.Cli;

/// <summary>How the tool ends, for scripts. The numbers are part of its interface.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The cluster refused, or something failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing was asked.</summary>
    public const int Usage = 2;

    /// <summary>No member could be reached, or none could decide.</summary>
    public const int Unreachable = 3;

    /// <summary>It does not fit the present state: look again, then decide again.</summary>
    public const int Conflict = 4;

    /// <summary>Ended by Ctrl+C or SIGTERM, or because whoever read the output has gone.</summary>
    public const int Interrupted = 130;

    public static int Of(OperatorOutcome outcome) => outcome switch
    {
        OperatorOutcome.Done => Done,
        OperatorOutcome.Conflict or OperatorOutcome.NotEligible or OperatorOutcome.Stale => Conflict,
        OperatorOutcome.Unavailable or OperatorOutcome.Unknown => Unreachable,
        _ => Failed,
    };
}
