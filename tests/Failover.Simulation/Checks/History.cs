using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>Tells every check what happened, and counts what was reached.</summary>
internal sealed class History
{
    private readonly World _world;
    private readonly CoverageOfEntries _coverage;
    private long _lastIndex;

    public History(World world)
    {
        _world = world;
        _coverage = new CoverageOfEntries(world.Coverage);
        var approvals = new ApprovalCheck(world);
        Checks =
        [
            approvals,
            new OneLeaderCheck(world),
            new LeaseCheck(world),
            new TermsRiseCheck(world),
            new AgreementCheck(world),
            new AtMostOnceCheck(world),
            new NothingLostCheck(world, approvals),
            new NoGhostCheck(world),
            new EventsCheck(world),
            new EligibilityCheck(world),
            new ProgressCheck(world),
        ];
    }

    public IReadOnlyList<Check> Checks { get; }

    public void Applied(MemberProcess process, long index, LogEntry entry, ClusterState before, ApplyResult result)
    {
        var applied = new AppliedEntry(index, entry, before, result, index > _lastIndex);
        if (applied.IsFirst)
        {
            _lastIndex = index;
            _world.Trace.Mix(index);
            _world.Trace.Mix(_world.Agenda.Now);
            _world.Trace.Line($"COMMITTED {index}: {entry.Commands}");
            foreach (var change in result.Events)
            {
                _world.Trace.Line($"    {change}");
            }

            _coverage.Count(applied);
        }

        foreach (var check in Checks)
        {
            check.Applied(process, applied);
        }
    }

    public void Restored(MemberProcess process, ClusterState state) => Tell(check => check.Restored(process, state));

    public void Proposed(MemberProcess coordinator, IReadOnlyList<Command> commands) => Tell(check => check.Proposed(coordinator, commands));

    public void Extending(MemberProcess process, SessionId session) => Tell(check => check.Extending(process, session));

    public void Extended(MemberProcess process) => Tell(check => check.Extended(process));

    public void LeaseEnded(MemberProcess process) => Tell(check => check.LeaseEnded(process));

    public void Beginning(MemberProcess process, string election, long term) => Tell(check => check.Beginning(process, election, term));

    public void Began(MemberProcess process, string election, long term)
    {
        _world.Trace.Mix(_world.Agenda.Now);
        _world.Coverage.Mark("leadership began");
        Tell(check => check.Began(process, election, term));
    }

    public void Ending(MemberProcess process, string election, long term) => Tell(check => check.Ending(process, election, term));

    public void Answered(MemberProcess process, OperatorResult result) => Tell(check => check.Answered(process, result));

    public void Consulted(string election, long term, PromotionVerdict verdict) => Tell(check => check.Consulted(election, term, verdict));

    public void LeaseConfirmed() => _world.Coverage.Mark("lease confirmed on request");

    public void Finish() => Tell(check => check.Finish());

    private void Tell(Action<Check> happened)
    {
        foreach (var check in Checks)
        {
            happened(check);
        }
    }
}
