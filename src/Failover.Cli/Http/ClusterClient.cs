using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Failover.Cli.Http;

/// <summary>
/// Asks a cluster through whichever of its members answers. One that can not be reached, or can not decide (500, 502, 503, 504), is
/// passed over for the next, and so on around until the time is over. What acts carries one key in all attempts, so it takes effect once.
/// </summary>
internal sealed class ClusterClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http;
    private readonly IReadOnlyList<ServerAddress> _servers;
    private readonly string? _token;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private int _current;

    public ClusterClient(HttpMessageHandler handler, IReadOnlyList<ServerAddress> servers, string? token, TimeSpan timeout, TimeProvider clock)
    {
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 64 * 1024 * 1024 };
        _servers = servers;
        _token = token;
        _timeout = timeout;
        _clock = clock;
    }

    /// <summary>The member that answered last, or is asked next.</summary>
    public ServerAddress Current => _servers[_current];

    public int ServerCount => _servers.Count;

    public void Dispose() => _http.Dispose();

    /// <summary>Turns to the next member.</summary>
    public void MoveOn() => _current = (_current + 1) % _servers.Count;

    public async Task<T> GetAsync<T>(string route, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await AskAsync(server => Request(HttpMethod.Get, server, route), key: null, cancellationToken);
        return Answers.Read<T>(answer);
    }

    public async Task<OperatorResult> ActAsync(string route, ActBody body, string key, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(body, CliJson.Default.ActBody);
        var answer = await AskAsync(
            server =>
            {
                var request = Request(HttpMethod.Post, server, route);
                request.Headers.Add("Idempotency-Key", key);
                request.Content = new StringContent(json, Encoding.UTF8, "application/json");
                return request;
            },
            key,
            cancellationToken);
        var result = Answers.Read<OperatorResult>(answer, key);
        return result.Done ? result : throw Answers.Refusal(result);
    }

    /// <summary>Opens the stream of events at the current member; the answer must be disposed. Throws what the handler throws.</summary>
    public async Task<HttpResponseMessage> OpenEventsAsync(long after, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, Current, "events");
        request.Headers.Accept.Clear();
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Add("Last-Event-ID", Words.Number(after));
        using var patience = new CancellationTokenSource(_timeout / _servers.Count, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no answer in time");
        }
    }

    private async Task<Answer> AskAsync(Func<ServerAddress, HttpRequestMessage> create, string? key, CancellationToken cancellationToken)
    {
        var attempts = new Attempts();
        var started = _clock.GetTimestamp();
        while (true)
        {
            attempts.BeginRound();
            for (var i = 0; i < _servers.Count; i++)
            {
                var left = _timeout - _clock.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                {
                    break;
                }

                // A member that hangs must not use up the time of the others.
                if (await TryAsync(create, left / (_servers.Count - i), attempts, cancellationToken) is { } answer)
                {
                    return answer;
                }

                MoveOn();
            }

            if (!attempts.Heard || _timeout - _clock.GetElapsedTime(started) <= Pause)
            {
                throw Answers.Unreachable(attempts, key);
            }

            // Somebody is there but nobody decides: a coordinator is being elected, as a rule within a second.
            await Task.Delay(Pause, _clock, cancellationToken);
        }
    }

    private async Task<Answer?> TryAsync(
        Func<ServerAddress, HttpRequestMessage> create, TimeSpan patience, Attempts attempts, CancellationToken cancellationToken)
    {
        var server = Current;
        using var request = create(server);
        using var timer = new CancellationTokenSource(patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var answer = new Answer(server, response.StatusCode, response.Headers.Location, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (!answer.IsUndecided)
            {
                return answer;
            }

            // Only "unavailable" says for certain that nothing was done.
            attempts.Undecided(server, Answers.Describe(answer), mayHaveActed: response.StatusCode != HttpStatusCode.ServiceUnavailable);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            attempts.Lost(server, "no answer in time");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            attempts.NotReached(server, "no connection in time");
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            attempts.NotReached(server, Answers.Describe(error));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            attempts.Lost(server, Answers.Describe(error));
        }

        return null;
    }

    private HttpRequestMessage Request(HttpMethod method, ServerAddress server, string route)
    {
        var request = new HttpRequestMessage(method, server.At(route));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/problem+json"));
        if (_token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        }

        return request;
    }
}
