namespace Failover.Cli;

/// <summary>Why a verb can not go on: what to print, and how to end.</summary>
internal sealed class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The server's word for it, or the like of it.</summary>
    public OperatorOutcome? Outcome { get; init; }

    /// <summary>The field that is wrong, or null.</summary>
    public string? Field { get; init; }

    /// <summary>The idempotency key of the command, or null where nothing was sent.</summary>
    public string? Key { get; init; }

    /// <summary>The election it is about, or null.</summary>
    public string? Election { get; init; }

    /// <summary>The term that the server named, or 0.</summary>
    public long Term { get; init; }

    /// <summary>The promotion request that the server named, or 0.</summary>
    public long Request { get; init; }

    /// <summary>What to do next: sentences, and command lines to copy.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];

    /// <summary>The same failure with other advice.</summary>
    public CliException WithNext(IReadOnlyList<string> next) => new(ExitCode, Message, InnerException)
    {
        Outcome = Outcome,
        Field = Field,
        Key = Key,
        Election = Election,
        Term = Term,
        Request = Request,
        Next = next,
    };

    public static CliException Usage(string message, params string[] next) => new(Cli.ExitCode.Usage, message) { Next = next };
}
