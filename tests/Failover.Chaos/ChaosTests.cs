using Failover.Chaos.Faults;
using Failover.Chaos.Plans;
using Failover.Chaos.Reports;
using Failover.Chaos.Rounds;

namespace Failover.Chaos;

/// <summary>
/// The invariants of the design (section 5) on real processes under real faults, for as long as <c>FAILOVER_CHAOS_MINUTES</c> says.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    public static TheoryData<string> Groups => [.. Enum.GetNames<FaultGroup>()];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task All_invariants_hold_under(string faults)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The faults are POSIX signals and more of that kind.");
        var group = Enum.Parse<FaultGroup>(faults);
        Assert.SkipWhen(Nemeses.WhyNot(group) is not null, Nemeses.WhyNot(group) ?? "");
        var campaign = new Campaign(ChaosSettings.Seed, output.WriteLine);
        await campaign.RunAsync(ChaosSettings.Length / Enum.GetValues<FaultGroup>().Length, [group]);

        var summary = Summary.Of(campaign, new Dictionary<string, string>());
        output.WriteLine(ReportWriter.Markdown(summary));
        Assert.Empty(summary.Violations);
        Assert.Empty(summary.TestFaults);
        Assert.True(summary.Faults > 0, "No fault was done.");
        if (group == FaultGroup.Steps)
        {
            // All are wanted, and the report names those that were missed; a machine that is slow for a while may miss a rare one.
            var missed = summary.Steps.Where(step => step.Value == 0).Select(step => step.Key).ToArray();
            Assert.True(missed.Length * 4 <= summary.Steps.Count, $"No member has come by {string.Join(", ", missed)}.");
        }

        Assert.True(summary.Acknowledged > 0, "No task was enqueued.");
        Assert.All(RoundResult.AlwaysChecked, check => Assert.True(summary.Checks[check] > 0, $"Not checked: {check}."));
    }
}
