namespace Failover.Simulation.Model;

/// <summary>What the modelled Raft needs of the process that it runs in, and tells it.</summary>
internal interface IRaftProcess
{
    bool IsAlive { get; }

    bool IsPaused { get; }

    /// <summary>How long entries wait here before they are applied, in microseconds.</summary>
    long ApplyLag { get; }

    /// <summary>Runs something of this process: at once, or when it goes on.</summary>
    void Run(Action action);

    /// <summary>This member leads in that Raft term, and has applied all earlier entries.</summary>
    void BecameCoordinator(long raftTerm);

    void CeasedCoordinator();

    /// <summary>This member leads in that Raft term and has stored an entry of it: to be told to the others.</summary>
    void Stored(long raftTerm, long index);

    /// <summary>A member is known to lead, or null while none is.</summary>
    void CoordinatorChanged(string? member);

    /// <summary>Takes the next committed entry.</summary>
    void Apply(long index, long raftTerm, byte[] entry);

    /// <summary>The whole state after the last entry.</summary>
    byte[] CreateSnapshot();

    /// <summary>Replaces the state by that of a snapshot.</summary>
    void Restore(byte[] state);
}
