using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>What an application is told of its leaderships is in order: a beginning, its end, a later term.</summary>
internal sealed class EventsCheck(World world) : Check(world, "events")
{
    private readonly Dictionary<(Guid Process, string Election), long> _last = [];

    public override void Beginning(MemberProcess process, string election, long term)
    {
        Hold(!process.Held.Terms.ContainsKey(election), $"{process.Host.Member} is told of term {term} of {election} before the end of the one before");
        var last = _last.GetValueOrDefault((process.Id, election));
        Hold(term > last, $"{process.Host.Member} is told of term {term} of {election} after term {last}");
        _last[(process.Id, election)] = term;
    }

    public override void Ending(MemberProcess process, string election, long term) =>
        Hold(
            process.Held.Terms.TryGetValue(election, out var held) && held == term,
            $"{process.Host.Member} is told of the end of term {term} of {election}, which it was not told of");
}
