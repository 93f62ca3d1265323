namespace Failover.Core.Tests.Coordination;

public sealed class SuccessionTests
{
    [Theory]
    [InlineData("c", "b,a")]
    [InlineData("b", "c,a")]
    [InlineData("a", "b,c")]
    public void Who_leads_nothing_stands_first_then_by_name(string lost, string order) => AssertOrder(StateBuilder.ThreeCandidates().Lead("a"), lost, order);

    [Fact]
    public void Who_has_no_session_stands_last() =>
        AssertOrder(StateBuilder.ThreeCandidates().Lead("a").Apply(new Command.CloseSession(StateBuilder.Id("b"), VacancyCause.CrashConfirmed, "gone")), "c", "a,b");

    [Fact]
    public void Of_members_that_the_log_does_not_know_names_decide() => AssertOrder(new StateBuilder(), "b", "a,c");

    private static void AssertOrder(StateBuilder log, string lost, string order)
    {
        string[] members = ["c", "b", "a"];
        Assert.Equal(order.Split(','), members.Where(member => member != lost).OrderBy(member => Succession.RankOf(member, lost, members, log.State)));
        Assert.Equal([0, 1], members.Where(member => member != lost).Select(member => Succession.RankOf(member, lost, members, log.State)).Order());
    }
}
