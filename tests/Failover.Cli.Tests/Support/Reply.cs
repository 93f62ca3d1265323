using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Failover.Cli.Tests.Support;

/// <summary>What a fake member answers.</summary>
internal static class Reply
{
    public static RequestDelegate Json<T>(T value, JsonTypeInfo<T> type, int status = 200) =>
        Text(JsonSerializer.Serialize(value, type), "application/json", status);

    public static RequestDelegate Done(string message = "done", long term = 0) => context => Json(
        new OperatorResult(context.Request.Headers["Idempotency-Key"]!, OperatorOutcome.Done, message, "dispatcher", term),
        FailoverJson.Default.OperatorResult)(context);

    public static RequestDelegate Problem(int status, OperatorOutcome outcome, string detail, string? field = null) => Text(
        JsonSerializer.Serialize(new { type = "about:blank", title = "Refused", status, detail, outcome = outcome.ToString(), field, key = "k", election = "dispatcher", term = 5, request = 7 }),
        "application/problem+json",
        status);

    public static RequestDelegate Text(string body, string contentType, int status = 200) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>The connection is cut before an answer.</summary>
    public static RequestDelegate Cut() => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>No answer until the client gives up.</summary>
    public static RequestDelegate Hang() => async context =>
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    };
}
