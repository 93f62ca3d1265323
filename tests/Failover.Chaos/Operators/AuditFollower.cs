using System.Globalization;
using System.Net.Http.Json;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Operators;

/// <summary>Reads the audit trail as it grows, now from one member, now from another. Not thread-safe.</summary>
internal sealed class AuditFollower(DispatchCluster cluster)
{
    private const int Page = 1_000;

    private readonly SortedDictionary<long, AuditLine> _lines = [];
    private readonly List<string> _disagreements = [];

    /// <summary>What was read, in order.</summary>
    public IReadOnlyList<AuditLine> Lines => [.. _lines.Values];

    /// <summary>Records that two members had differently, in words.</summary>
    public IReadOnlyList<string> Disagreements => _disagreements;

    /// <summary>How many records were compared between members.</summary>
    public int Compared { get; private set; }

    /// <summary>Reads what a member has after the last known record; false when it does not answer.</summary>
    public Task<bool> ReadOnAsync(string member) => ReadAsync(member, _lines.Count == 0 ? 0 : _lines.Keys.Last());

    /// <summary>Reads all that a member keeps, and compares it with what is known.</summary>
    public Task<bool> CompareAsync(string member) => ReadAsync(member, 0);

    private async Task<bool> ReadAsync(string member, long after)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"failover/audit?after={after}&limit={Page}"));
            OperatorClient.Sign(request, "auditor");
            using var answer = await cluster.Http(member).SendAsync(request);
            if (!answer.IsSuccessStatusCode)
            {
                return false;
            }

            foreach (var line in (await answer.Content.ReadFromJsonAsync<AuditLine[]>())!)
            {
                Take(member, line);
            }

            return true;
        }
        catch (Exception error) when (OperatorClient.IsSilence(error))
        {
            return false;
        }
    }

    private void Take(string member, AuditLine line)
    {
        if (_lines.TryAdd(line.Number, line))
        {
            return;
        }

        Compared++;
        if (_lines[line.Number].Hash != line.Hash)
        {
            _disagreements.Add($"Agreement: {member} has {line}, others have {_lines[line.Number]}.");
        }
    }
}
