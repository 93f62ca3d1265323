using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Failover.Transport;

/// <summary>What a cluster port needs to know; validated by the options before it gets here.</summary>
internal sealed record ClusterPortOptions
{
    public required string ClusterId { get; init; }

    /// <summary>The name of this member: a key of <see cref="Members"/>.</summary>
    public required string Self { get; init; }

    /// <summary>The random id of this process; see <see cref="PeerIdentity.Process"/>.</summary>
    public required Guid Process { get; init; }

    /// <summary>All members by name, with the addresses at which the others dial them.</summary>
    public required IReadOnlyDictionary<string, EndPoint> Members { get; init; }

    /// <summary>Where to listen, when that differs from the address of <see cref="Self"/>, as behind an address translation. Default: null.</summary>
    public EndPoint? ListenEndPoint { get; init; }

    /// <summary>The longest frame of a session channel, in bytes. Default: 1 MiB.</summary>
    public int MaxFrameBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// How many frames may wait in one channel to be sent. One more closes the channel. Default: 65,536, for a member that greets with a frame for
    /// each of ten thousand elections.
    /// </summary>
    public int MaxQueuedFrames { get; init; } = 65_536;

    /// <summary>How many bytes may wait in one channel to be sent; at least <see cref="MaxFrameBytes"/>. Default: 8 MiB.</summary>
    public int MaxQueuedBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How long a peer may take over its handshake. Default: 2 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a probe waits for its answer in all; then the address is silent. Default: 200 ms.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many accepted streams may be open at once. Probes are answered even then. Default: 256.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>How many accepted connections may be in their handshake. One more closes the oldest of them. Default: 64.</summary>
    public int MaxHandshakes { get; init; } = 64;

    /// <summary>The protocol versions to speak. Default: all that this build speaks.</summary>
    public ProtocolVersions Versions { get; init; } = ProtocolVersions.Current;

    /// <summary>The members' names, for messages.</summary>
    public string MemberNames => string.Join(", ", Members.Keys.Order(StringComparer.Ordinal));

    /// <summary>
    /// Stands for the members' names. Two members with different lists could find different majorities, and so both be right: they
    /// refuse each other.
    /// </summary>
    public long Roster => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(MemberNames)));

    /// <summary>What this process says of itself.</summary>
    public PeerIdentity Identity => new(Self, Process);
}
