using System.Net;
using TaskDispatch.Endpoints;
using TaskDispatch.Store;

namespace TaskDispatch.Working;

/// <summary>Speaks to the leader over HTTP. Safe to use from any thread.</summary>
public sealed class WorkClient(HttpClient http)
{
    /// <summary>Asks for work, and waits for it as long as the leader lets it.</summary>
    /// <returns>A task, or null when there was none in time.</returns>
    /// <exception cref="HttpRequestException">The leader could not be reached, or does not lead, or its database fails.</exception>
    public async Task<WorkItem?> NextAsync(Uri leader, string worker, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(
            new Uri(leader, "work/next"), new WorkRequest(worker), EndpointJson.Default.WorkRequest, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return answer.StatusCode == HttpStatusCode.NoContent
            ? null
            : await answer.Content.ReadFromJsonAsync(EndpointJson.Default.WorkItem, cancellationToken);
    }

    /// <summary>Posts a result. Once this has returned, the task has a result, or is not known at all.</summary>
    /// <exception cref="HttpRequestException">The leader could not be reached, or does not lead, or its database fails.</exception>
    public async Task<ResultOutcome> PostResultAsync(
        Uri leader, long taskId, string worker, string result, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(
            new Uri(leader, $"work/{taskId}/result"),
            new ResultSubmission(worker, result),
            EndpointJson.Default.ResultSubmission,
            cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return ResultOutcome.UnknownTask;
        }

        answer.EnsureSuccessStatusCode();
        var receipt = await answer.Content.ReadFromJsonAsync(EndpointJson.Default.ResultReceipt, cancellationToken);
        return receipt?.Outcome ?? throw new HttpRequestException("The leader's answer is empty.");
    }
}
