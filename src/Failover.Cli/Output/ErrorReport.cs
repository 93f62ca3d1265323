namespace Failover.Cli.Output;

/// <summary>A failure, for programs.</summary>
internal sealed record ErrorReport
{
    public required string Message { get; init; }

    public required int ExitCode { get; init; }

    public string? Outcome { get; init; }

    public string? Field { get; init; }

    public string? Key { get; init; }

    public string? Election { get; init; }

    public long? Term { get; init; }

    public long? Request { get; init; }

    public required IReadOnlyList<string> Next { get; init; }

    public static ErrorReport Of(CliException error) => new()
    {
        Message = error.Message,
        ExitCode = error.ExitCode,
        Outcome = error.Outcome?.ToString(),
        Field = error.Field,
        Key = error.Key,
        Election = error.Election,
        Term = error.Term == 0 ? null : error.Term,
        Request = error.Request == 0 ? null : error.Request,
        Next = error.Next,
    };
}
