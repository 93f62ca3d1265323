using System.Collections.Immutable;

namespace Failover.Audit;

/// <summary>The latest records of the audit trail, each bound to all before it by its hash. The same on every member.</summary>
internal sealed record AuditTrail
{
    /// <summary>How many records the replicated state keeps.</summary>
    public const int Length = 1_000;

    public static readonly AuditTrail Empty = new();

    /// <summary>The kept records, oldest first.</summary>
    public ImmutableList<AuditRecord> Records { get; init; } = [];

    /// <summary>The hash of the newest record.</summary>
    public string Head { get; init; } = "";

    /// <summary>How many records there ever were.</summary>
    public long Count { get; init; }

    /// <summary>The kept records after that number, oldest first.</summary>
    public IReadOnlyList<AuditRecord> After(long number, int most)
    {
        var skipped = Records.Count == 0 ? 0 : (int)Math.Clamp(number + 1 - Records[0].Number, 0, Records.Count);
        return Records.GetRange(skipped, Math.Min(most, Records.Count - skipped));
    }

    public AuditTrail Append(AuditRecord record)
    {
        var hashed = record with { Hash = AuditHash.Of(Head, record) };
        var records = Records.Count < Length ? Records : Records.RemoveAt(0);
        return new AuditTrail { Records = records.Add(hashed), Head = hashed.Hash, Count = record.Number };
    }
}
