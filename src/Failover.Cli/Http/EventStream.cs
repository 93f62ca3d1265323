using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Failover.Audit;

namespace Failover.Cli.Http;

/// <summary>
/// Follows the events of a cluster for as long as it is asked to: when a member dies, hangs or is stopped, it goes on at the next, after
/// the last record it has told. Every audit record is told once and in order; states that are older than the last one are not.
/// </summary>
internal sealed class EventStream(ClusterClient client, Printer printer, TimeProvider clock)
{
    /// <summary>A stream that says nothing for so long is opened again at the next member: it may hang, and opening costs little.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PauseOfNone = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseOfBrief = TimeSpan.FromMilliseconds(250);

    private long _last;
    private long _index = -1;
    private int _silent;

    /// <summary>Streams what happens.</summary>
    /// <param name="after">The number of the last audit record that is known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<WatchedEvent> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _last = after;
        while (true)
        {
            var server = client.Current;
            var began = clock.GetTimestamp();
            await using var events = ReadAsync(server, cancellationToken).GetAsyncEnumerator(cancellationToken);
            string? ended = null;
            while (ended is null)
            {
                try
                {
                    ended = await events.MoveNextAsync() ? null : "it ended the stream";
                }
                catch (Exception error) when (IsOfTheMember(error, cancellationToken))
                {
                    ended = Answers.Describe(error);
                }

                if (ended is null && IsNew(events.Current))
                {
                    yield return events.Current;
                }
            }

            await MoveOnAsync(server, ended, clock.GetElapsedTime(began), cancellationToken);
        }
    }

    private async Task MoveOnAsync(ServerAddress server, string why, TimeSpan lived, CancellationToken cancellationToken)
    {
        client.MoveOn();
        var isAround = ++_silent % client.ServerCount == 0;
        if (_silent <= client.ServerCount)
        {
            printer.Remark(Piece.Quiet(isAround && client.ServerCount > 1
                ? $"{server}: {why}; no other member answers, trying on"
                : $"{server}: {why}; going on at {client.Current}"));
        }

        if (isAround)
        {
            // Once around without a word from anybody: no member is there now. They may come back, and this is to see it.
            await Task.Delay(PauseOfNone, clock, cancellationToken);
        }
        else if (_silent == 1 && lived < PauseOfBrief)
        {
            await Task.Delay(PauseOfBrief, clock, cancellationToken);
        }
    }

    private async IAsyncEnumerable<WatchedEvent> ReadAsync(ServerAddress server, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await client.OpenEventsAsync(_last, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var answer = new Answer(server, response.StatusCode, response.Headers.Location, body);
            if (answer.IsUndecided)
            {
                throw new HttpRequestException(Answers.Describe(answer));
            }

            throw Answers.Refusal(answer, key: null);
        }

        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            throw Answers.NotUnderstood(server, "an event stream");
        }

        await using var stream = new IdleStream(await response.Content.ReadAsStreamAsync(cancellationToken), Idle, clock);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (Decode(item, server) is { } decoded)
            {
                if (decoded.Status is { HasSession: false } status && status.Index < _index && client.ServerCount > 1)
                {
                    // It lives, and hears nothing: whoever stayed would see a quiet cluster.
                    throw new HttpRequestException("it is cut off from the cluster");
                }

                _silent = 0;
                yield return decoded;
            }
        }
    }

    private static WatchedEvent? Decode(SseItem<string> item, ServerAddress server) => item.EventType switch
    {
        "status" => new WatchedEvent
        {
            Event = "status",
            Server = server.ToString(),
            Status = ContractJson.Read<ClusterStatus>(item.Data),
        },
        "audit" => new WatchedEvent
        {
            Event = "audit",
            Server = server.ToString(),
            Audit = ContractJson.Read<AuditRecord>(item.Data),
        },
        _ => null,
    };

    /// <summary>Another member may repeat what the last one told, or know less than it.</summary>
    private bool IsNew(WatchedEvent happened)
    {
        if (happened.Audit is { } record && record.Number > _last)
        {
            _last = record.Number;
            return true;
        }

        if (happened.Status is { } status && status.Index >= _index)
        {
            _index = status.Index;
            return true;
        }

        return false;
    }

    private static bool IsOfTheMember(Exception error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && error is HttpRequestException or IOException or TimeoutException or OperationCanceledException or JsonException;
}
