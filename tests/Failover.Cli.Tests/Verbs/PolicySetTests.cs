namespace Failover.Cli.Tests.Verbs;

public sealed class PolicySetTests
{
    [Fact]
    public async Task Changes_what_is_named_and_sends_the_whole_policy()
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync(
            "policy", "set", "dispatcher", "--name", "automatic-within-limits", "--approvals", "2", "--on-timeout", "withdraw",
            "--most-promotions", "3", "--window", "2h", "--within-label", "zone", "--approve-return", "true", "--reason", "flapping", "--yes"));

        var act = Assert.Single(member.Acts);
        Assert.Equal("/failover/elections/dispatcher/policy", act.Path);
        var policy = System.Text.Json.JsonSerializer.Deserialize(act.Json["policy"]!.ToJsonString(), FailoverJson.Default.PromotionPolicy);
        Assert.Equal(
            new PromotionPolicy
            {
                Name = PromotionPolicy.WithinLimitsName,
                Approvals = 2,
                RequestTimeoutMs = 60_000,
                OnRequestTimeout = RequestTimeoutAction.Withdraw,
                ApproveReturn = true,
                MostPromotions = 3,
                WindowMs = 7_200_000,
                WithinLabel = "zone",
            },
            policy);
        Assert.Contains("automatic-within-limits", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_limits_away()
    {
        var election = FakeCluster.Led("n1", 5) with { Policy = new PromotionPolicy { MostPromotions = 3, WithinLabel = "zone", RequestTimeoutMs = 5_000 } };
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = election });
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync(
            "policy", "set", "dispatcher", "--most-promotions", "none", "--within-label", "none", "--request-timeout", "never", "--reason", "x", "--yes"));

        var policy = System.Text.Json.JsonSerializer.Deserialize(Assert.Single(member.Acts).Json["policy"]!.ToJsonString(), FailoverJson.Default.PromotionPolicy);
        Assert.Equal(new PromotionPolicy(), policy);
    }
}
