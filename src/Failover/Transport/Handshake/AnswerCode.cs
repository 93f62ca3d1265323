namespace Failover.Transport;

/// <summary>How a port answers a preamble. The values are on the wire.</summary>
internal enum AnswerCode : byte
{
    Accepted = 0,

    /// <summary>The two processes have no protocol version in common.</summary>
    UnsupportedVersion = 1,

    /// <summary>The sender belongs to another cluster.</summary>
    WrongCluster = 2,

    /// <summary>The sender's name is no member's.</summary>
    UnknownSender = 3,

    /// <summary>The sender looked for another member at this address.</summary>
    WrongTarget = 4,

    /// <summary>The sender bears the name of this very member, but is another process.</summary>
    DuplicateMember = 5,

    /// <summary>The port carries as many connections as it may.</summary>
    TooManyConnections = 6,

    /// <summary>This kind of stream is not taken: not yet, or no longer.</summary>
    NotServing = 7,

    /// <summary>The preamble made no sense.</summary>
    Malformed = 8,

    /// <summary>The sender was configured with other members.</summary>
    WrongMembers = 9,
}
