using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Failover.Operations;
using Failover.Serialization;
using Failover.Testing;
using TaskDispatch;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Failover.ProcessTests;

/// <summary>The invariant <em>approval</em> on real processes: nobody is promoted for as long as nobody approves, whoever dies meanwhile.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ApprovalProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DispatchCluster _cluster = new(
        3,
        $"--Failover:Elections:{TaskDispatchOptions.Election}:Promotion:Policy=operator-approved",
        $"--Failover:Elections:{TaskDispatchOptions.Election}:Promotion:ApproveReturn=true");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _cluster.Store.InitializeAsync(CancellationToken.None);
        _cluster.StartAll();
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.KeepFiles = TestContext.Current.TestState?.Result == TestResult.Failed;
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_leads_until_an_operator_approves_although_leader_and_coordinator_die()
    {
        var leader = (await BeganAsync(1)).Member;
        await KillAsync(leader);
        var others = _cluster.Names.Where(name => name != leader).ToArray();
        await RequestAsync(others[0], request => request.Candidate is not null);

        var coordinator = await CoordinatorAsync(others);
        await KillAsync(coordinator);
        _cluster.Start(leader);
        _cluster.Start(coordinator);
        var survivor = others.First(name => name != coordinator);
        var request = await RequestAsync(survivor, open => open.Evidence.Candidates.Count(candidate => candidate.Rank is not null) == 3);
        _cluster.Records.Read();
        Assert.Single(_cluster.Records.Lines, line => line.Kind == RecordKind.LeadershipBegan);

        await ApproveAsync(request, survivor, via: coordinator);
        Assert.Equal(survivor, (await BeganAsync(2)).Member);
        _cluster.Records.Read();
        Assert.Empty(RecordChecker.Check(TaskDispatchOptions.Election, _cluster.Records.Lines).Violations);
    }

    /// <summary>Approves as an operator would: when the evidence has changed meanwhile, it is looked at again.</summary>
    private async Task ApproveAsync(PromotionRequest request, string candidate, string via)
    {
        using var client = new HttpClient { BaseAddress = _cluster.HttpAddress(via), Timeout = Patience };
        while (true)
        {
            using var body = JsonContent.Create(
                new JsonObject { ["request"] = request.Number, ["revision"] = request.Revision, ["candidate"] = candidate });
            using var answer = await client.PostAsync(
                new Uri($"/failover/elections/{TaskDispatchOptions.Election}/approve", UriKind.Relative), body, Cancelled);
            if (answer.StatusCode is not (HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict))
            {
                Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
                return;
            }

            request = await RequestAsync(via, open => open.Evidence.Candidates.Any(report => report.Rank is not null && report.Member == candidate));
        }
    }

    private async Task<RecordLine> BeganAsync(long term) =>
        await _cluster.Records.WaitForAsync(line => line.Kind == RecordKind.LeadershipBegan && line.Term == term, 0, Patience)
        ?? throw new TimeoutException($"Nobody began to lead in term {term}.");

    private async Task KillAsync(string name)
    {
        _cluster.Member(name).Send(ProcessSignal.Kill);
        await _cluster.EndAsync(name);
    }

    private async Task<string> CoordinatorAsync(string[] running)
    {
        while (true)
        {
            if (await TryAsync(() => _cluster.Http(running[0]).GetStringAsync(new Uri("/coordinator", UriKind.Relative), Cancelled)) is { } name
                && running.Contains(name))
            {
                return name;
            }
        }
    }

    /// <summary>The open request, as one member has it, once it is as expected.</summary>
    private async Task<PromotionRequest> RequestAsync(string asked, Func<PromotionRequest, bool> isAsExpected)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(Patience);
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            var requests = await TryAsync(() => _cluster.Http(asked).GetFromJsonAsync(
                "/failover/requests", FailoverJson.Default.IReadOnlyListPromotionRequest, patience.Token));
            if (requests is [var request] && isAsExpected(request))
            {
                return request;
            }
        }

        throw new TimeoutException("The request is not as expected.");
    }

    /// <summary>A member that starts, or has just been killed, does not answer.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask)
        where T : class?
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !Cancelled.IsCancellationRequested)
        {
            return null;
        }
    }
}
