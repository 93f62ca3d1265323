namespace Failover.Coordination;

/// <summary>
/// A coordinator that also leads would be missed twice in one crash: Raft would have to elect before anybody is promoted. So it
/// gives up coordinating while another member, which leads nothing, could do it. No leadership changes by that, as long as Raft elects
/// quickly: where its rounds are slow, because the machines or the network are busy, or where the election before took long, the next could
/// outlast the leases. It could, too, where every member that is left is needed for it; and then nobody could be promoted without this
/// member anyway.
/// </summary>
internal sealed partial class Coordinator
{
    /// <summary>
    /// For so many times as long as a coordinator was missed elections may still be slow: members that elected in vain are more patient for a
    /// while (decision 9), and so is the election that a yield begins.
    /// </summary>
    private const int CalmPerMissed = 40;

    private TimeSpan _yieldDelay = TimeSpan.Zero;

    /// <summary>A round of Raft takes longer than this only where an election could take longer than a lease.</summary>
    private TimeSpan SlowRound => _settings.Lease / 20;

    /// <summary>A coordinator that is missed for longer was not elected at once.</summary>
    private TimeSpan SlowElection => _settings.Lease / 4;

    private int Quorum => (_settings.Members.Count / 2) + 1;

    /// <summary>How many members have a session here, this one among them.</summary>
    private int Connected => CountMembers(_links.Values.Where(link => link.IsWelcome));

    private void YieldIfUseful(Reign reign, TimeSpan now)
    {
        // Of all connected members one is this one.
        reign.MayYieldSince = LeadershipsOf(_settings.Self) == 0 || Connected - 1 < Quorum ? null : reign.MayYieldSince ?? now;
        if (reign.HasYielded || reign.InFlight is not null || reign.MayYieldSince is not { } since)
        {
            return;
        }

        if (!_links.Values.Any(link => link.IsWelcome && LeadershipsOf(link.Id.Member) == 0 && WhyNot(link.Id) is null))
        {
            return;
        }

        // Whoever leads nothing stands for election first (decision 19). Should another be elected, the next try is made later than this one.
        var delay = Later(_yieldDelay, _settings.FirstYieldDelay);
        var at = Later(Later(since, reign.SlowRoundAt ?? since) + delay, reign.Since + CalmAfterElection(reign));
        if (now < at)
        {
            Wake(at);
            return;
        }

        reign.HasYielded = true;
        _yieldDelay = delay * 2 < _settings.LongestYieldDelay ? delay * 2 : _settings.LongestYieldDelay;
        Output(new CoordinatorOutput.Yield(reign.RaftTerm));
    }

    private TimeSpan CalmAfterElection(Reign reign)
    {
        var calm = reign.Missed > SlowElection ? reign.Missed * CalmPerMissed : TimeSpan.Zero;
        return calm < _settings.LongestYieldDelay ? calm : _settings.LongestYieldDelay;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
