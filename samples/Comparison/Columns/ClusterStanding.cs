using System.Text.Json;

namespace Comparison.Columns;

/// <summary>A cluster in good order: all members have a session, and agree on who leads and on who coordinates, which is not the same one.</summary>
/// <param name="Leader">Who leads.</param>
/// <param name="Term">In which term.</param>
/// <param name="Coordinator">Who coordinates.</param>
internal sealed record ClusterStanding(string Leader, long Term, string Coordinator)
{
    /// <summary>What the members' answers to <c>/failover/status</c> show together; null while the cluster is not in good order.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="members">How many members there are.</param>
    public static ClusterStanding? Of(IReadOnlyCollection<JsonElement> answers, int members) =>
        answers.Count == members && answers.Select(Of).Distinct().ToArray() is [{ } agreed] && agreed.Leader != agreed.Coordinator ? agreed : null;

    private static ClusterStanding? Of(JsonElement answer) =>
        answer.GetProperty("hasSession").GetBoolean()
        && answer.TryGetProperty("coordinator", out var coordinator) && coordinator.GetString() is { } coordinates
        && answer.GetProperty("elections").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } election
        && election.TryGetProperty("leader", out var leader) && leader.ValueKind == JsonValueKind.Object
            ? new ClusterStanding(leader.GetProperty("member").GetString()!, election.GetProperty("term").GetInt64(), coordinates)
            : null;
}
