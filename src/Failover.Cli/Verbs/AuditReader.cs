using System.Runtime.CompilerServices;
using Failover.Audit;

namespace Failover.Cli.Verbs;

/// <summary>Reads the audit trail, page by page.</summary>
internal static class AuditReader
{
    /// <summary>The longest page that the server gives.</summary>
    public const int LongestPage = 1_000;

    public static Task<IReadOnlyList<AuditRecord>> ReadPageAsync(Call call, long after, int limit, string? election, CancellationToken cancellationToken) =>
        call.Client.GetAsync<IReadOnlyList<AuditRecord>>(
            $"audit?after={Words.Number(after)}&limit={Words.Number(limit)}{(election is null ? "" : $"&election={Uri.EscapeDataString(election)}")}",
            cancellationToken);

    /// <summary>All records after that number, oldest first.</summary>
    public static async IAsyncEnumerable<AuditRecord> ReadAllAsync(
        Call call, long after, string? election, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await ReadPageAsync(call, after, LongestPage, election, cancellationToken);
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < LongestPage || page[^1].Number <= after)
            {
                yield break;
            }

            after = page[^1].Number;
        }
    }
}
