using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>The terms of an election strictly increase, in the log and in what processes act on, and each belongs to one session.</summary>
internal sealed class TermsRiseCheck(World world) : Check(world, "terms rise")
{
    private readonly Dictionary<(string Election, long Term), SessionId> _owners = [];
    private readonly Dictionary<string, long> _promoted = [];
    private readonly Dictionary<string, long> _begun = [];

    public override void Applied(MemberProcess process, AppliedEntry applied)
    {
        if (!applied.IsFirst)
        {
            return;
        }

        foreach (var promoted in applied.Result.Events.OfType<ClusterEvent.Promoted>())
        {
            var last = _promoted.GetValueOrDefault(promoted.Election);
            Hold(promoted.Term > last, $"{promoted.Election} got term {promoted.Term} after term {last}");
            _promoted[promoted.Election] = promoted.Term;
            _owners[(promoted.Election, promoted.Term)] = promoted.Leader;
        }
    }

    public override void Beginning(MemberProcess process, string election, long term)
    {
        var session = process.Session.Id;
        var isPromoted = _owners.TryGetValue((election, term), out var owner);
        Hold(isPromoted && owner == session, $"{session} begins to lead {election} in term {term}, which the log gives to {(isPromoted ? owner : "nobody")}");
        var last = _begun.GetValueOrDefault(election);
        Hold(
            term > last || !World.Settings.ClocksKeepBound,
            $"{session} begins to lead {election} in term {term} after a leadership in term {last} had begun");
        _begun[election] = Math.Max(term, last);
    }
}
