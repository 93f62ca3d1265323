using System.Net;
using DotNext.Buffers;
using DotNext.Net;
using DotNext.Net.Cluster.Consensus.Raft.Membership;

namespace Failover.Consensus;

/// <summary>The members of the cluster, which do not change.</summary>
internal sealed class MemberList : InMemoryClusterConfigurationStorage<EndPoint>
{
    /// <inheritdoc />
    protected override void Encode(EndPoint address, ref BufferWriterSlim<byte> output) => output.WriteEndPoint(address);

    /// <inheritdoc />
    protected override EndPoint Decode(ref SequenceReader reader) => reader.ReadEndPoint();
}
