using System.Text.Json.Serialization;

namespace Comparison.Faults;

/// <summary>What can be done to a cluster.</summary>
internal enum FaultKind
{
    /// <summary>Its process is killed, and started again at the end.</summary>
    [JsonStringEnumMemberName("kill-leader")]
    KillLeader,

    /// <summary>Its process is frozen until the end.</summary>
    [JsonStringEnumMemberName("hang-leader")]
    HangLeader,

    /// <summary>Nothing passes between it and the others until the end.</summary>
    [JsonStringEnumMemberName("cut-leader")]
    CutLeader,

    /// <summary>What passes between it and the others is often lost, and sent again, until the end.</summary>
    [JsonStringEnumMemberName("lossy-links")]
    LossyLinks,

    /// <summary>What passes between it and the others is late until the end.</summary>
    [JsonStringEnumMemberName("slow-links")]
    SlowLinks,

    /// <summary>Whoever leads is cut off again and again, for longer than a lease, until the end.</summary>
    [JsonStringEnumMemberName("flap-leader")]
    FlapLeader,

    /// <summary>Its process gets a tenth of its processor time until the end.</summary>
    [JsonStringEnumMemberName("overload-leader")]
    OverloadLeader,

    /// <summary>Its process is killed, and started again at the end.</summary>
    [JsonStringEnumMemberName("kill-coordinator")]
    KillCoordinator,

    /// <summary>It is asked to stop, hands over, and is started again at the end.</summary>
    [JsonStringEnumMemberName("stop-leader")]
    StopLeader,

    /// <summary>All processes are killed, and started again at once.</summary>
    [JsonStringEnumMemberName("restart-all")]
    RestartAll,
}
