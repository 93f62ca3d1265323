using dotnet_etcd;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using V3Electionpb;

namespace Failover.Benchmarks.Compared.Members;

/// <summary>A campaign in an election of etcd, with a lease that is kept alive.</summary>
internal sealed class EtcdElection(string server, string name) : IElected
{
    /// <summary>etcd grants none that is shorter than one and a half of its own election time-outs, rounded up.</summary>
    public const int LeaseSeconds = 2;

    public async Task LeadAsync(Func<CancellationToken, Task> act, CancellationToken stopping)
    {
        using var client = new EtcdClient(server, configureChannelOptions: options => options.Credentials = ChannelCredentials.Insecure);
        var lease = await client.LeaseGrantAsync(new LeaseGrantRequest { TTL = LeaseSeconds }, cancellationToken: stopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var alive = KeepAliveAsync(client, lease.ID, ending);
        await client.CampaignAsync(
            new CampaignRequest { Name = ByteString.CopyFromUtf8("failover-benchmark"), Value = ByteString.CopyFromUtf8(name), Lease = lease.ID },
            cancellationToken: stopping);
        await act(ending.Token);
        await ending.CancelAsync();
        await alive;
        await client.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.ID }, cancellationToken: CancellationToken.None);
    }

    private static async Task KeepAliveAsync(EtcdClient client, long lease, CancellationTokenSource ending)
    {
        try
        {
            await client.LeaseKeepAlive(lease, ending.Token);
        }
        catch (Exception) when (ending.IsCancellationRequested)
        {
        }
        finally
        {
            await ending.CancelAsync();
        }
    }
}
