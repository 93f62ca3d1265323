using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>A machine: a clock, a disk, an address, and at most one process of a member.</summary>
/// <param name="place">Its place in the network.</param>
/// <param name="member">The name of the member that runs here.</param>
/// <param name="clock">Its clock, which goes on while processes come and go.</param>
/// <param name="raft">What is on its disk; null for an address that the cluster does not know.</param>
internal sealed class Host(int place, string member, HostClock clock, RaftNode? raft)
{
    public int Place => place;

    public string Member => member;

    public HostClock Clock => clock;

    public RaftNode? Raft => raft;

    public MemberProcess? Process { get; set; }

    /// <summary>Whether the machine has power; without, nothing answers at its address.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>How the application on this machine behaves.</summary>
    public AppBehaviour Behaviour { get; set; }

    /// <summary>Why the application reports itself unfit, or null.</summary>
    public string? Unfit { get; set; }

    /// <summary>By how much this machine's wall clock is wrong, as somebody has set it.</summary>
    public TimeSpan WallClockError { get; set; }

    /// <summary>How long entries wait here before they are applied, in microseconds.</summary>
    public long ApplyLag { get; set; }
}
