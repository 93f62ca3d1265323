using System.Globalization;
using Failover.AspNetCore.Access;
using Failover.AspNetCore.Answers;
using Failover.AspNetCore.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Failover.AspNetCore.Events;

/// <summary>The stream of what happens, as server-sent events.</summary>
internal sealed class EventRoute(OperatorInterface http)
{
    private const string Resume = "Last-Event-ID";

    private int _open;

    /// <summary>The route.</summary>
    public FailoverRoute Route => new()
    {
        Method = HttpMethods.Get,
        Pattern = "/events",
        Audience = Audience.View,
        Id = "getEvents",
        Summary = "Server-sent events: 'status' (a ClusterStatus, at the start and after each change) and 'audit' (an AuditRecord). " +
            $"Each id is the number of the last audit record sent; with {Resume} the stream goes on after it, at any member.",
        Answer = typeof(string),
        AnswerContentType = "text/event-stream",
        Problems = [400, 503],
        Query = [new QueryParameter("after", true, $"Where to begin, if there is no {Resume}. Default: with what is new.")],
        IsStream = true,
        Handle = (context, _) => HandleAsync(context),
    };

    private async Task HandleAsync(HttpContext context)
    {
        var after = ReadPosition(context.Request);
        if (Interlocked.Increment(ref _open) > http.Options.MaxEventStreams)
        {
            Interlocked.Decrement(ref _open);
            throw new Refusal(
                StatusCodes.Status503ServiceUnavailable,
                $"this member has {http.Options.MaxEventStreams} event streams open, and takes no more; ask another, or later");
        }

        try
        {
            using var duration = new CancellationTokenSource(http.Options.EventStreamDuration, http.Clock);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, http.Stopping, duration.Token);
            context.Response.Headers[HeaderNames.ContentType] = "text/event-stream";
            await using var stream = new EventStream(http, context.Response, after);
            await stream.RunAsync(ending);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static long? ReadPosition(HttpRequest request)
    {
        RequestValues.CheckQuery(request, "after");
        if (request.Headers.TryGetValue(Resume, out var values) && values is not [""])
        {
            return values is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new Refusal(StatusCodes.Status400BadRequest, $"{Resume} must be the id of an event of this stream", Resume);
        }

        var after = RequestValues.ReadInteger(request, "after", otherwise: -1, least: 0);
        return after < 0 ? null : after;
    }
}
