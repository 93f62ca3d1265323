using Failover.AspNetCore.Access;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Routing;

/// <summary>One route: how it is mapped, guarded, answered and described.</summary>
internal sealed record FailoverRoute
{
    /// <summary>The method; GET also answers HEAD where <see cref="AnswersHead"/> says so.</summary>
    public required string Method { get; init; }

    /// <summary>The pattern below the prefix.</summary>
    public required string Pattern { get; init; }

    /// <summary>Who may use it.</summary>
    public required Audience Audience { get; init; }

    /// <summary>A unique name, in camel case.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Answers an admitted request.</summary>
    public required Func<HttpContext, Caller, Task> Handle { get; init; }

    /// <summary>Whether it answers HEAD too, for load balancers.</summary>
    public bool AnswersHead { get; init; }

    /// <summary>The type of the body, or null.</summary>
    public Type? Body { get; init; }

    /// <summary>The type of the answer, or null for none.</summary>
    public Type? Answer { get; init; }

    /// <summary>The content type of the answer.</summary>
    public string AnswerContentType { get; init; } = "application/json";

    /// <summary>What the query may have.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Which problems it may answer with, beside those of admission and of failures.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    /// <summary>All of them.</summary>
    public IEnumerable<int> AllProblems => Problems.Concat(Audience == Audience.Open ? [500] : [401, 403, 500]).Distinct().Order();

    /// <summary>Whether a browser shows it, and may be sent to a page where people sign in; an interface answers 401 instead.</summary>
    public bool IsPage { get; init; }

    /// <summary>Whether it lasts: the application's request time-outs do not end it.</summary>
    public bool IsStream { get; init; }
}
