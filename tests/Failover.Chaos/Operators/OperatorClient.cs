using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Failover.Chaos.Hook;
using TaskDispatch;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Failover.Chaos.Operators;

/// <summary>Gives commands over the HTTP interface of a member. Safe to use from any thread, each command by one at a time.</summary>
internal sealed class OperatorClient(DispatchCluster cluster)
{
    private const string KeyHeader = "Idempotency-Key";

    public static void Sign(HttpRequestMessage request, string actor) => request.Headers.Add(OperatorAuthentication.Header, actor);

    /// <summary>Whether an error of a request means that it was not answered.</summary>
    public static bool IsSilence(Exception error) => error is HttpRequestException or TaskCanceledException or IOException or JsonException;

    /// <summary>What a member knows of the election, or null when it does not say.</summary>
    public async Task<JsonObject?> LookAsync(string member, string actor)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"failover/elections/{TaskDispatchOptions.Election}");
            Sign(request, actor);
            using var answer = await cluster.Http(member).SendAsync(request);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
        }
        catch (Exception error) when (IsSilence(error))
        {
            return null;
        }
    }

    /// <summary>Sends a command, again under the same key if it was sent before, and notes how it ended if that is now known.</summary>
    /// <returns>The outcome of this attempt.</returns>
    /// <exception cref="InvalidOperationException">The interface does not take commands of this test at all.</exception>
    public async Task<(string Outcome, string Message)> SendAsync(OperatorCall call, string member)
    {
        if (call.Attempts++ == 0)
        {
            call.InvokedNanoseconds = BootClock.NowNanoseconds;
        }

        var (outcome, message) = await PostAsync(call, member);

        // "Nothing was done" is about this attempt; an earlier one may have been done.
        if (call.Outcome is null && outcome != OutcomeWords.Unknown && (outcome != OutcomeWords.Unavailable || call.Attempts == 1))
        {
            (call.Outcome, call.Message, call.ReturnedNanoseconds) = (outcome, message, BootClock.NowNanoseconds);
        }

        return (outcome, message);
    }

    private async Task<(string Outcome, string Message)> PostAsync(OperatorCall call, string member)
    {
        var about = call.Subject is null ? $"elections/{TaskDispatchOptions.Election}" : $"members/{call.Subject}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"failover/{about}/{call.Verb}");
        Sign(request, call.Actor);
        request.Headers.Add(KeyHeader, call.Key);
        var body = call.Body.DeepClone().AsObject();
        body["reason"] = call.Key;
        request.Content = JsonContent.Create(body);
        try
        {
            using var answer = await cluster.Http(member).SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest)
            {
                throw new InvalidOperationException($"{call} was answered with {(int)answer.StatusCode}: {text}");
            }

            var content = JsonNode.Parse(text)?.AsObject();
            return ((string?)content?["outcome"] ?? OutcomeWords.Unknown, (string?)content?["message"] ?? (string?)content?["detail"] ?? "");
        }
        catch (HttpRequestException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return (OutcomeWords.Unavailable, "refused");
        }
        catch (Exception error) when (IsSilence(error))
        {
            return (OutcomeWords.Unknown, error.Message);
        }
    }
}
