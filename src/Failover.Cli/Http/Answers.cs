using System.Net;
using System.Text.Json;

namespace Failover.Cli.Http;

/// <summary>Makes values, or failures that say what to do, of what members answer.</summary>
internal static class Answers
{
    public static T Read<T>(Answer answer, string? key = null)
        where T : class
    {
        if (!answer.IsDone)
        {
            throw Refusal(answer, key);
        }

        return TryRead<T>(answer.Body) ?? throw NotUnderstood(answer.Server, "a value that this version knows", key);
    }

    public static CliException NotUnderstood(ServerAddress server, string expected, string? key = null) =>
        new(ExitCode.Failed, $"The answer of {server} is not understood: it is not {expected}.")
        {
            Key = key,
            Next =
            [
                "Check that the URL is that of the operator interface, with its path; without a path /failover is meant.",
                "A later version of the server needs a later version of this tool: dotnet tool update Failover.Cli",
            ],
        };

    /// <summary>A result that came with 200, and yet is none: a server that does not keep to the interface.</summary>
    public static CliException Refusal(OperatorResult result) => new(ExitCode.Of(result.Outcome), Sentence(result.Message))
    {
        Outcome = result.Outcome,
        Field = result.Field,
        Key = result.Key,
        Election = result.Election,
        Term = result.Term,
        Request = result.Request,
    };

    public static CliException Refusal(Answer answer, string? key)
    {
        var problem = TryRead<Problem>(answer.Body) ?? new Problem();
        var outcome = Enum.TryParse<OperatorOutcome>(problem.Outcome, out var parsed) && Enum.IsDefined(parsed) ? parsed : OutcomeOf(answer.Status);
        var message = problem.Detail ?? problem.Title ?? $"{answer.Server} answered {(int)answer.Status} {answer.Status}";
        return new CliException(outcome is { } known ? ExitCode.Of(known) : ExitCode.Failed, Sentence(message))
        {
            Outcome = outcome,
            Field = problem.Field,
            Key = problem.Key ?? key,
            Election = problem.Election,
            Term = problem.Term ?? 0,
            Request = problem.Request ?? 0,
            Next = NextOf(answer, isOurs: problem.Outcome is not null || problem.Detail is not null),
        };
    }

    public static CliException Unreachable(Attempts attempts, string? key)
    {
        if (key is not null && attempts.MayHaveActed)
        {
            return new CliException(ExitCode.Unreachable, "No answer came in time. It may have been done, or may yet be.")
            {
                Outcome = OperatorOutcome.Unknown,
                Key = key,
                Next = attempts.Describe(),
            };
        }

        return attempts.Heard
            ? new CliException(ExitCode.Unreachable, "No member could decide: the cluster has no coordinator with a majority now, or it was not heard from in time.")
            {
                Outcome = OperatorOutcome.Unavailable,
                Key = key,
                Next = [.. attempts.Describe(), "See which members are there: failover status"],
            }
            : new CliException(ExitCode.Unreachable, "No member could be reached.")
            {
                Outcome = OperatorOutcome.Unavailable,
                Key = key,
                Next = [.. attempts.Describe(), "Name more members with --server or FAILOVER_SERVERS, or allow more time with --timeout."],
            };
    }

    public static string Describe(Answer answer) =>
        TryRead<Problem>(answer.Body) is { } problem && (problem.Detail ?? problem.Title) is { } text
            ? $"{(int)answer.Status}, {text}"
            : $"{(int)answer.Status} {answer.Status}";

    public static string Describe(Exception error)
    {
        var innermost = error;
        while (innermost.InnerException is { } inner)
        {
            innermost = inner;
        }

        return error.Message.Contains(innermost.Message, StringComparison.Ordinal) ? error.Message : $"{error.Message.TrimEnd('.')}: {innermost.Message}";
    }

    private static OperatorOutcome? OutcomeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => OperatorOutcome.Invalid,
        HttpStatusCode.NotFound => OperatorOutcome.NotFound,
        HttpStatusCode.Conflict => OperatorOutcome.Conflict,
        HttpStatusCode.PreconditionFailed => OperatorOutcome.Stale,
        _ => null,
    };

    private static string[] NextOf(Answer answer, bool isOurs) => answer.Status switch
    {
        HttpStatusCode.Unauthorized => ["Say who you are: --token or FAILOVER_TOKEN, or a client certificate with --cert and --key."],
        HttpStatusCode.Forbidden => ["You may need another role, or the application has no authentication configured: then it refuses all that acts."],
        HttpStatusCode.NotFound when !isOurs => [$"{answer.Server} has no such route. Is the path right? Without a path /failover is meant."],
        _ when answer.Location is { } location => [$"It redirects to {location}. Use that address if you trust it; the tool does not follow with your token."],
        _ => [],
    };

    private static T? TryRead<T>(byte[] body)
        where T : class
    {
        try
        {
            return ContractJson.Read<T>(body);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Sentence(string message) => message.EndsWith('.') || message.EndsWith('?') ? message : message + ".";
}
