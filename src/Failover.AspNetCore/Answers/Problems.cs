using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Answers;

/// <summary>Which problem has which status and title.</summary>
internal static class Problems
{
    /// <summary>A command that did not end with <see cref="OperatorOutcome.Done"/>.</summary>
    public static Problem Of(OperatorResult result) => Create(StatusOf(result.Outcome), result.Message) with
    {
        Outcome = result.Outcome,
        Field = result.Field,
        Key = result.Key,
        Election = result.Election,
        Term = result.Term,
        Request = result.Request,
    };

    /// <summary>A problem by its status.</summary>
    public static Problem Create(int status, string detail) => new()
    {
        Status = status,
        Title = TitleOf(status),
        Detail = detail,
        Outcome = OutcomeOf(status),
    };

    /// <summary>The status of each outcome.</summary>
    public static int StatusOf(OperatorOutcome outcome) => outcome switch
    {
        OperatorOutcome.Done => StatusCodes.Status200OK,
        OperatorOutcome.Invalid => StatusCodes.Status400BadRequest,
        OperatorOutcome.NotFound => StatusCodes.Status404NotFound,
        OperatorOutcome.Conflict or OperatorOutcome.NotEligible => StatusCodes.Status409Conflict,
        OperatorOutcome.Stale => StatusCodes.Status412PreconditionFailed,
        OperatorOutcome.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status504GatewayTimeout,
    };

    private static OperatorOutcome? OutcomeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => OperatorOutcome.Invalid,
        StatusCodes.Status413PayloadTooLarge => OperatorOutcome.Invalid,
        StatusCodes.Status415UnsupportedMediaType => OperatorOutcome.Invalid,
        StatusCodes.Status404NotFound => OperatorOutcome.NotFound,
        StatusCodes.Status503ServiceUnavailable => OperatorOutcome.Unavailable,
        _ => null,
    };

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Not well-formed",
        StatusCodes.Status401Unauthorized => "Not authenticated",
        StatusCodes.Status403Forbidden => "Not allowed",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "Method not allowed",
        StatusCodes.Status409Conflict => "Does not fit the present state",
        StatusCodes.Status412PreconditionFailed => "The state has moved on",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status415UnsupportedMediaType => "Not JSON",
        StatusCodes.Status503ServiceUnavailable => "Not available now",
        StatusCodes.Status504GatewayTimeout => "Outcome unknown",
        _ => "The request failed",
    };
}
