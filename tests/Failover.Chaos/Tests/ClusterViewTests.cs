using Failover.Chaos.Checks;
using TaskDispatch.Records;
using static Failover.Chaos.Tests.Lines;

namespace Failover.Chaos.Tests;

/// <summary>"Progress": whether all members agree about a leader that acts, on records made by hand.</summary>
public sealed class ClusterViewTests
{
    private static readonly Dictionary<string, int?> s_running = new() { ["a"] = 1, ["b"] = 1 };

    private static readonly RecordLine[] s_settled =
    [
        Started("a", 1), Started("b", 1), Seen("a", 10, 1, "a"), Seen("b", 10, 1, "a"), Began("a", 11, 1), Act("a", 100, 1),
    ];

    [Fact]
    public void Members_that_see_a_leader_that_acts_agree() => Assert.Null(Disagreement(s_settled));

    [Fact]
    public void Nobody_ever_led() => Assert.Equal("Nobody ever led.", Disagreement(Started("a", 1)));

    [Fact]
    public void A_member_that_does_not_run_is_found() =>
        Assert.Equal("Not running: b.", View(s_settled).Disagreement(new Dictionary<string, int?> { ["a"] = 1, ["b"] = null }, 0));

    [Fact]
    public void A_member_that_sees_a_vacancy_is_found() =>
        Assert.Equal("Not aware of a in term 1: b.", Disagreement([.. s_settled, Seen("b", 200, 1, null)]));

    [Fact]
    public void A_restarted_member_that_has_seen_nothing_is_found() =>
        Assert.Equal(
            "Not aware of a in term 1: b.",
            View([.. s_settled, Started("b", 200, process: 2)]).Disagreement(new Dictionary<string, int?> { ["a"] = 1, ["b"] = 2 }, 0));

    [Fact]
    public void A_leader_that_has_ended_is_found() =>
        Assert.Equal("a, the leader in term 1, does not act.", Disagreement([.. s_settled, Ended("a", 200, 1)]));

    [Fact]
    public void A_leader_that_has_not_acted_since_is_found() =>
        Assert.Equal("a, the leader in term 1, does not act.", View(s_settled).Disagreement(s_running, 150_000_000));

    private static string? Disagreement(params RecordLine[] lines) => View(lines).Disagreement(s_running, 50_000_000);

    private static ClusterView View(params RecordLine[] lines)
    {
        var view = new ClusterView();
        foreach (var line in lines)
        {
            view.Take(line);
        }

        return view;
    }
}
