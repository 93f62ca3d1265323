namespace Failover.Audit;

/// <summary>Checks records of the audit trail, wherever they were kept. Thread-safe.</summary>
public static class AuditChain
{
    /// <summary>Returns the number of the first record that does not follow from the one before it, or null if all do.</summary>
    /// <param name="records">Records in order. The first one is taken as it is, unless it is number 1.</param>
    public static long? FirstBroken(IReadOnlyList<AuditRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records is [{ Number: 1 } first, ..] && first.Hash != AuditHash.Of("", first))
        {
            return first.Number;
        }

        for (var i = 1; i < records.Count; i++)
        {
            var (before, record) = (records[i - 1], records[i]);
            if (record.Number != before.Number + 1 || record.Hash != AuditHash.Of(before.Hash, record))
            {
                return record.Number;
            }
        }

        return null;
    }
}
