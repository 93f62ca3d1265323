using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Failover.Audit;

/// <summary>Binds a record to its predecessor: SHA-256 over length-prefixed fields, so that no two records share a text.</summary>
internal static class AuditHash
{
    public static string Of(string before, AuditRecord record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in Fields(before, record))
        {
            var bytes = Encoding.UTF8.GetBytes(field ?? "");
            hash.AppendData(BitConverter.GetBytes(field is null ? -1 : bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string?> Fields(string before, AuditRecord record) =>
    [
        before,
        record.Number.ToString(CultureInfo.InvariantCulture),
        record.Index.ToString(CultureInfo.InvariantCulture),
        record.RaftTerm.ToString(CultureInfo.InvariantCulture),
        record.At.UtcTicks.ToString(CultureInfo.InvariantCulture),
        record.Coordinator,
        record.Verb,
        record.Election,
        record.Request.ToString(CultureInfo.InvariantCulture),
        record.Revision.ToString(CultureInfo.InvariantCulture),
        record.Member,
        record.From,
        record.Term.ToString(CultureInfo.InvariantCulture),
        record.Cause?.ToString(),
        record.Actor,
        record.Method,
        record.Address,
        record.Reason,
        record.EvidenceDigest,
        record.Detail,
        record.Refused ? "refused" : "done",
        record.VacantMs?.ToString("R", CultureInfo.InvariantCulture),
    ];
}
