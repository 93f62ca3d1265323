using System.Net.Http.Headers;
using System.Text.Json;
using TaskDispatch.Cluster;
using TaskDispatch.Working;

namespace Comparison.Columns;

/// <summary>Speaks to a cluster as an operator's tool does: over the HTTP interface of whichever member answers.</summary>
internal sealed class ClusterClient(DispatchCluster cluster, Func<string, bool> mayAnswer) : IDisposable
{
    private static readonly TimeSpan StatusPatience = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http = new(MemberConnection.CreateHandler()) { Timeout = TimeSpan.FromSeconds(12) };

    /// <summary>What the members say of the cluster: of those that answer, the one that knows most comes first.</summary>
    public async Task<IReadOnlyList<JsonElement>> StatusAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(
            cluster.Running.Where(mayAnswer).Select(name => ReadStatusAsync(_http, cluster.HttpAddress(name), cancellationToken)));
        return
        [
            .. answers
                .OfType<JsonElement>()
                .OrderByDescending(answer => answer.GetProperty("hasSession").GetBoolean())
                .ThenByDescending(answer => answer.GetProperty("index").GetInt64()),
        ];
    }

    /// <summary>Approves or rejects a promotion request; the answer says what came of it.</summary>
    /// <param name="verb"><c>approve</c> or <c>reject</c>.</param>
    /// <param name="request">The request's number.</param>
    /// <param name="revision">The revision on which the operator decided.</param>
    /// <param name="reason">In the operator's words.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Decision> DecideAsync(string verb, long request, int revision, string reason, CancellationToken cancellationToken)
    {
        // The same key at every member: it takes effect once.
        var key = Guid.NewGuid().ToString("N");
        var last = new Decision(false, "No member answers.");
        foreach (var name in cluster.Running.Where(mayAnswer))
        {
            try
            {
                using var message = new HttpRequestMessage(
                    HttpMethod.Post, new Uri(cluster.HttpAddress(name), $"/failover/elections/{TaskDispatch.TaskDispatchOptions.Election}/{verb}"))
                {
                    Content = JsonContent.Create(new { request, revision, reason }, MediaTypeHeaderValue.Parse("application/json")),
                };
                message.Headers.Add("Idempotency-Key", key);
                using var answer = await _http.SendAsync(message, cancellationToken);
                var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
                last = new Decision(answer.IsSuccessStatusCode, Text(body, answer.IsSuccessStatusCode ? "message" : "detail") ?? answer.StatusCode.ToString());
                if (answer.IsSuccessStatusCode || (int)answer.StatusCode < 500)
                {
                    return last;
                }
            }
            catch (Exception error) when (IsNetwork(error, cancellationToken))
            {
                last = new Decision(false, error.Message);
            }
        }

        return last;
    }

    /// <summary>The status that one member gives; null when it does not, whatever the reason: it may be dying.</summary>
    public static async Task<JsonElement?> ReadStatusAsync(HttpClient http, Uri member, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StatusPatience);
        try
        {
            return await http.GetFromJsonAsync<JsonElement>(new Uri(member, "/failover/status"), patience.Token);
        }
        catch (Exception error) when (IsNetwork(error, cancellationToken))
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // A member that is killed in the middle of an answer leaves an IOException.
    private static bool IsNetwork(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException or JsonException or NotSupportedException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
