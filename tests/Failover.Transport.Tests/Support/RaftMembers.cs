using System.Net;
using DotNext.Buffers;
using DotNext.Net;
using DotNext.Net.Cluster.Consensus.Raft.Membership;

namespace Failover.Transport.Tests;

/// <summary>The members that DotNext asks for.</summary>
internal sealed class RaftMembers : InMemoryClusterConfigurationStorage<EndPoint>
{
    public RaftMembers(IEnumerable<EndPoint> members)
    {
        var builder = CreateInitialConfigurationBuilder();
        builder.UnionWith(members);
        builder.Build();
    }

    protected override void Encode(EndPoint address, ref BufferWriterSlim<byte> output) => output.WriteEndPoint(address);

    protected override EndPoint Decode(ref SequenceReader reader) => reader.ReadEndPoint();
}
