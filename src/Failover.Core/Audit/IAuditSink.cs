namespace Failover.Audit;

/// <summary>
/// Keeps the whole audit trail, of which the cluster itself keeps the latest 1,000 records. Registered with <c>AddAuditSink</c>; every
/// member writes to its own.
/// </summary>
/// <remarks>
/// Records come in order, one call at a time, outside all locks; a slow sink delays nobody. After a restart the member starts with the
/// first record that it still has after <see cref="ReadLastNumberAsync"/>; a gap in the numbers means that the member was away for
/// longer than the cluster keeps records. A call that throws is repeated until it succeeds.
/// </remarks>
public interface IAuditSink
{
    /// <summary>Returns the number of the last record that was written, or 0.</summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    ValueTask<long> ReadLastNumberAsync(CancellationToken cancellationToken);

    /// <summary>Writes records durably.</summary>
    /// <param name="records">One or more, in order.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    ValueTask WriteAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken);
}
