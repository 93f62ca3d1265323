using Failover.Sessions;

namespace Failover.Promotion;

/// <summary>What the coordinator knows of candidates beyond the log: it changes with every connection and renewal.</summary>
internal interface ICandidateFacts
{
    /// <summary>Why this session can not be promoted now although the log allows it, or null.</summary>
    string? WhyNot(SessionId session);

    /// <summary>The position that the member reported for the election, or 0.</summary>
    long PositionOf(string election, string member);

    /// <summary>How many elections the member leads.</summary>
    int LeadershipsOf(string member);

    /// <summary>The member that coordinates.</summary>
    string Coordinator { get; }
}
