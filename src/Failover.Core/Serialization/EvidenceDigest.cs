using System.Security.Cryptography;
using System.Text.Json;

namespace Failover.Serialization;

/// <summary>SHA-256 of evidence as the log has it, by which the audit trail says what was decided on.</summary>
internal static class EvidenceDigest
{
    public static string Of(Evidence evidence) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(evidence, CoreJson.Default.Evidence)));
}
