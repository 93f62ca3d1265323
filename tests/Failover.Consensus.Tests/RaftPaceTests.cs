using System.Net;

namespace Failover.Consensus.Tests;

public sealed class RaftPaceTests
{
    private readonly RaftPace _pace = new(new ConsensusSettings
    {
        ClusterId = "c",
        Self = "m1",
        Members = new Dictionary<string, EndPoint>(),
        DataDirectory = "",
        LowerElectionTimeout = TimeSpan.FromMilliseconds(150),
        UpperElectionTimeout = TimeSpan.FromMilliseconds(200),
        RequestTimeout = TimeSpan.FromMilliseconds(50),
    });

    private TimeSpan _now;
    private long _raftTerm = 7;

    [Fact]
    public void A_lost_coordinator_changes_nothing()
    {
        Tick(TimeSpan.FromSeconds(60));
        Tick(TimeSpan.FromMilliseconds(400), hasLeader: false);
        _raftTerm += 2;
        Tick(TimeSpan.FromSeconds(60));

        Assert.Equal(1, _pace.Factor);
        Assert.Equal(TimeSpan.FromMilliseconds(50), _pace.Timeouts.Vote);
    }

    [Fact]
    public void Elections_that_follow_each_other_make_it_patient_and_calm_makes_it_quick_again()
    {
        for (var second = 0; second < 40; second++)
        {
            _raftTerm++;
            Tick(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(RaftPace.MaxFactor, _pace.Factor);
        Assert.Equal(TimeSpan.FromMilliseconds(400), _pace.Timeouts.Vote);
        Assert.Equal(TimeSpan.FromMilliseconds(1_200), _pace.Timeouts.Step);

        Tick(RaftPace.Calm * 3.5);
        Assert.Equal(1, _pace.Factor);
        Assert.Equal(TimeSpan.FromMilliseconds(150), _pace.Timeouts.Step);
    }

    [Fact]
    public void Without_a_leader_it_asks_the_others_and_is_more_patient_each_time_a_majority_is_there()
    {
        Tick(TimeSpan.FromMilliseconds(700), hasLeader: false);
        Assert.False(_pace.IsLeaderlessTooLong(_now));
        Tick(TimeSpan.FromMilliseconds(200), hasLeader: false);
        Assert.True(_pace.IsLeaderlessTooLong(_now));

        _pace.OnElectionsFail();
        _pace.WaitAnew(_now);
        Tick(TimeSpan.FromMilliseconds(1_500), hasLeader: false);
        Assert.Equal(2, _pace.Factor);
        Assert.False(_pace.IsLeaderlessTooLong(_now));
        Tick(TimeSpan.FromMilliseconds(200), hasLeader: false);
        Assert.True(_pace.IsLeaderlessTooLong(_now));
    }

    private void Tick(TimeSpan during, bool hasLeader = true)
    {
        for (var end = _now + during; _now < end;)
        {
            _now += TimeSpan.FromMilliseconds(100);
            _pace.Tick(_now, _raftTerm, hasLeader);
        }
    }
}
