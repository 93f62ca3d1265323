using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>Section 6 and rule 8: nobody is promoted who is drained, quarantined, unfit, deposed, no candidate, or out of hearing.</summary>
internal sealed class EligibilityCheck(World world) : Check(world, "eligibility")
{
    private readonly Dictionary<(SessionId Session, Guid? By), long> _heard = [];
    private readonly Dictionary<(string Election, string Member), long> _quarantinedUntil = [];

    public override void Extended(MemberProcess process) =>
        _heard[(process.Held.Session!.Value, process.LastHeardFrom?.Id)] = World.Agenda.Now;

    /// <summary>A coordinator may propose only who has heard it within half a lease, or itself within three quarters, give or take what clocks differ.</summary>
    public override void Proposed(MemberProcess coordinator, IReadOnlyList<Command> commands)
    {
        foreach (var leader in commands.Select(CandidateOf).OfType<SessionId>())
        {
            var limit = World.Settings.Lease.Ticks / 10 * (leader.Member == coordinator.Host.Member ? 80 : 55) / 100;
            var heardAt = _heard.GetValueOrDefault((leader, coordinator.Id), long.MinValue);
            Hold(
                heardAt >= World.Agenda.Now - limit || !World.Settings.ClocksKeepBound,
                $"{leader} is proposed as leader, and has not heard {coordinator.Host.Member} of late");
        }
    }

    public override void Applied(MemberProcess process, AppliedEntry applied)
    {
        if (!applied.IsFirst)
        {
            return;
        }

        foreach (var vacate in applied.Entry.Commands.OfType<Command.Vacate>().Where(vacate => vacate.QuarantineMs > 0))
        {
            if (applied.Result.Events.OfType<ClusterEvent.Vacated>().FirstOrDefault(vacated => vacated.Election == vacate.Election && vacated.Term == vacate.Term) is { } ended)
            {
                // Counted by the coordinator's clock, which may be fast.
                _quarantinedUntil[(vacate.Election, ended.Leader.Member)] = World.Agenda.Now + (vacate.QuarantineMs * 1_000L * 85 / 100);
            }
        }

        foreach (var vacated in applied.Result.Events.OfType<ClusterEvent.Vacated>())
        {
            if (applied.Before.Elections[vacated.Election].HandOver is { IsResignation: true } resignation)
            {
                _quarantinedUntil[(vacated.Election, vacated.Leader.Member)] = World.Agenda.Now + (resignation.QuarantineMs * 1_000L * 85 / 100);
            }
        }

        foreach (var promoted in applied.Result.Events.OfType<ClusterEvent.Promoted>())
        {
            Look(applied, promoted);
        }
    }

    private void Look(AppliedEntry applied, ClusterEvent.Promoted promoted)
    {
        var name = promoted.Leader.Member;
        var force = (applied.Before.Elections.GetValueOrDefault(promoted.Election)?.HandOver is { Force: true } handOver && handOver.Target == name)
            || applied.Effective.Any(command => command is Command.ApproveRequest { Force: true } or Command.PromoteByOperator { Force: true } && CandidateOf(command) == promoted.Leader);
        World.Coverage.Mark(force ? "promoted by force" : "promoted without force");
        // What only the state before says was changed by this very entry.
        Hold(
            !(IsBarred(applied.Before, promoted, force) && IsBarred(applied.After, promoted, force)),
            $"{promoted.Leader} is promoted in {promoted.Election}: drained, unfit, deposed, or the election is paused");
        Hold(applied.After.Elections[promoted.Election].Candidates.ContainsKey(name), $"{name} is no candidate of {promoted.Election}");
        Hold(
            force || World.Agenda.Now >= _quarantinedUntil.GetValueOrDefault((promoted.Election, name)),
            $"{name} is promoted in {promoted.Election} during its quarantine");
    }

    private static SessionId? CandidateOf(Command command) => command switch
    {
        Command.Promote c => c.Leader,
        Command.ApproveRequest c => c.Candidate,
        Command.PromoteByOperator c => c.Candidate,
        _ => null,
    };

    /// <summary>Force overrides a drain and what a member says of itself; nothing else.</summary>
    private static bool IsBarred(ClusterState state, ClusterEvent.Promoted promoted, bool force) =>
        (!force && state.Members.GetValueOrDefault(promoted.Leader.Member)?.Drained is not null)
        || state.Find(promoted.Leader) is not { Deposed: null } session
        || (!force && session.Unfit is not null)
        || state.Elections.GetValueOrDefault(promoted.Election)?.Pause is not null;
}
