namespace Failover.Consensus;

/// <summary>What the log is applied to. Called by one thread at a time, in log order; must not block for long, and never throws.</summary>
internal interface IReplicatedStateMachine
{
    /// <summary>Applies the next committed entry.</summary>
    void Apply(LogPosition position, ReadOnlyMemory<byte> entry);

    /// <summary>Returns the whole state after the last applied entry. May be called while no entry is being applied.</summary>
    ReadOnlyMemory<byte> CreateSnapshot();

    /// <summary>Replaces the state: at start, or because a coordinator sent a snapshot. Throws <see cref="InvalidDataException"/> if it cannot be read.</summary>
    void Restore(LogPosition position, ReadOnlyMemory<byte> snapshot);
}
