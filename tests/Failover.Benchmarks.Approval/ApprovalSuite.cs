using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Failover.Operations;
using Failover.Serialization;
using Failover.Testing;

namespace Failover.Benchmarks.Approval;

/// <summary>Kills the leader, waits for the promotion request, approves it, and measures until the next leader acts.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ApprovalSuite(Form form, ToolRun tool)
{
    private const string Target = "p50 <= 50";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(int runs)
    {
        await using var cluster = new BenchCluster(form);
        cluster.StartAll();
        var leader = (await cluster.NextAsync("began")).Member;
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);

        (var http, leader) = await MeasureAsync(cluster, leader, runs, ApproveOverHttpAsync);
        (var withTool, leader) = await MeasureAsync(cluster, leader, runs, ApproveWithToolAsync);
        var start = await StartOfToolAsync(await AddressAsync(cluster, leader), runs);
        Console.WriteLine("| what | form | runs | min | p50 | p99 | max | target |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        Console.WriteLine(new Figures("approved over HTTP, to the next leader acting (ms)", http, Target) { Form = form.Name }.ToRow());
        Console.WriteLine(new Figures("the tool's process started, to the next leader acting (ms)", withTool, Target) { Form = form.Name }.ToRow());
        Console.WriteLine(new Figures("floor: the tool's process lists the requests, from its start to its end (ms)", start, "").ToRow());
    }

    private static async Task<(List<double> Times, string Leader)> MeasureAsync(
        BenchCluster cluster, string leader, int runs, Func<string, PromotionRequest, Task<long>> approve)
    {
        List<double> times = [];

        // The first is not counted: this process compiles as it goes.
        for (var run = -1; run < runs; run++)
        {
            cluster.Member(leader).Send(ProcessSignal.Kill);
            var (address, request) = await RequestAsync(cluster, leader);
            var at = await approve(address, request);
            var next = await cluster.NextAsync("began");
            if (run >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(at, next.At).TotalMilliseconds);
            }

            await cluster.Member(leader).DisposeAsync();
            cluster.Start(leader);
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
            leader = next.Member;
        }

        return (times, leader);
    }

    /// <summary>The address of a member that lives, and the request once it has a candidate and has stood for a moment.</summary>
    private static async Task<(string Address, PromotionRequest Request)> RequestAsync(BenchCluster cluster, string dead)
    {
        using var patience = new CancellationTokenSource(Patience);
        var member = cluster.Members.First(other => other.Name != dead && !other.HasExited).Name;
        var address = await AddressAsync(cluster, member);
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        while (true)
        {
            var requests = await client.GetFromJsonAsync("/failover/requests", FailoverJson.Default.IReadOnlyListPromotionRequest, patience.Token);
            if (requests is [{ Candidate: not null } request])
            {
                return (address, request);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private static Task<string> AddressAsync(BenchCluster cluster, string member) =>
        File.ReadAllTextAsync(Path.Combine(cluster.DirectoryOf(member), WebMember.AddressFile));

    private static async Task<long> ApproveOverHttpAsync(string address, PromotionRequest request)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        var json = new JsonObject { ["request"] = request.Number, ["revision"] = request.Revision }.ToJsonString();
        using var body = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        var at = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync(new Uri($"/failover/elections/{request.Election}/approve", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return at;
    }

    private Task<long> ApproveWithToolAsync(string address, PromotionRequest request) =>
        tool.RunAsync("approve", request.Election, "--yes", "--server", address);

    /// <summary>What the tool's process costs by itself: it looks at the requests, and ends.</summary>
    private async Task<List<double>> StartOfToolAsync(string address, int runs)
    {
        List<double> times = [];
        for (var run = 0; run < runs; run++)
        {
            var at = await tool.RunAsync("requests", "--server", address);
            times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }

        return times;
    }
}
