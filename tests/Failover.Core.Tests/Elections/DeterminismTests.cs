using Failover.Serialization;
using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Elections;

public sealed class DeterminismTests
{
    [Fact]
    public void Agreement_the_same_entries_give_the_same_bytes() => Assert.Equal(CoreCodec.Encode(Busy()), CoreCodec.Encode(Busy()));

    [Fact]
    public void Agreement_names_are_ordered_by_their_characters_whatever_the_order_of_enrolment()
    {
        string[] names = ["b", "Z", "a", "ä", "A", "10", "9"];
        var builder = new StateBuilder();
        foreach (var name in names)
        {
            builder.Apply(new Command.OpenSession(Session(name)));
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), builder.State.Members.Keys);
    }

    [Fact]
    public void Agreement_a_state_read_from_a_snapshot_goes_on_like_the_one_it_was_made_of()
    {
        var state = Busy();
        var restored = CoreCodec.DecodeState(CoreCodec.Encode(state));
        var entry = new LogEntry("c", At, [new Command.CloseSession(Id("b"), VacancyCause.LeaseExpired, "late"), new Command.Promote("e", 2, Id("c"))]);

        Assert.Equal(
            CoreCodec.Encode(StateMachine.Apply(state, 99, 3, entry).State),
            CoreCodec.Encode(StateMachine.Apply(restored, 99, 3, entry).State));
    }

    private static ClusterState Busy() => ThreeCandidates().Lead("a")
        .Apply(new Command.Vacate("e", 1, VacancyCause.ServiceFailed, "broken", 900))
        .Lead("b")
        .Apply(new Command.Drain("c", By("1")), new Command.SetPause("e", By("2"), 60_000), new Command.SetFitness(Id("a"), "disk"))
        .Apply(new Command.BeginHandOver("e", 2, "c", By("3")), new Command.Refuse("e", By("4"), "no"))
        .Apply(new Command.Undrain("c", By("5")), new Command.ClearPause("e", By("6")), new Command.Promote("e", 17, Id("c")))
        .State;
}
