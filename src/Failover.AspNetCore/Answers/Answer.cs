using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Failover.AspNetCore.Answers;

/// <summary>Writes JSON answers, with headers that keep them out of caches, frames and type guessing.</summary>
internal static class Answer
{
    /// <summary>After how many seconds to ask again where nobody leads or coordinates: a failover is a matter of one or two.</summary>
    private const string RetryAfter = "1";

    private const string DocumentPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Sets the headers that every answer has.</summary>
    public static void SetHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = DocumentPolicy;
    }

    /// <summary>Answers 200 with a value.</summary>
    public static Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) => WriteAsync(context, value, type, "application/json");

    /// <summary>Answers with a problem.</summary>
    public static Task ProblemAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        return WriteAsync(context, problem, HttpJson.Of<Problem>(), "application/problem+json");
    }

    private static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, string contentType)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.Headers[HeaderNames.ContentType] = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
