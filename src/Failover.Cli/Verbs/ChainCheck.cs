using Failover.Audit;

namespace Failover.Cli.Verbs;

/// <summary>Checks records one after the other, however many there are.</summary>
internal sealed class ChainCheck
{
    private AuditRecord? _before;
    private long _first;
    private long _count;

    /// <summary>The first record that does not follow from the one before it, or null.</summary>
    public long? Broken { get; private set; }

    public AuditRecord? Last => _before;

    public void Add(AuditRecord record)
    {
        _count++;
        _first = _before is null ? record.Number : _first;
        Broken ??= _before is null ? AuditChain.FirstBroken([record]) : AuditChain.FirstBroken([_before, record]);
        _before = record;
    }

    public ChainReport Report(string? problem = null) => new()
    {
        Intact = Broken is null && problem is null,
        Records = _count,
        First = _first,
        Last = _before?.Number ?? 0,
        Head = _before?.Hash,
        Broken = Broken,
        Problem = Broken is { } number ? $"Record {Words.Number(number)} does not follow from the one before it: it, or the one before, was changed or left out." : problem,
    };
}
