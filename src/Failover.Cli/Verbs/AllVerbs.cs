namespace Failover.Cli.Verbs;

/// <summary>What the tool can do, in the order of its help.</summary>
internal static class AllVerbs
{
    public static IEnumerable<Command> Create() =>
    [
        new StatusVerb(),
        new WatchVerb(),
        new ElectionsVerb(),
        new MembersVerb(),
        new RequestsVerb(),
        new ExplainVerb(),
        new ApproveVerb(),
        new RejectVerb(),
        new PromoteVerb(),
        new HandOverVerb(),
        new ResignVerb(),
        new DrainVerb(),
        new UndrainVerb(),
        new PauseVerb(),
        new ResumeVerb(),
        new DrillVerb(),
        new VerbGroup("policy", "Shows or changes which policy decides on promotions in an election.", new PolicyShowVerb(), new PolicySetVerb()),
        new VerbGroup("audit", "Reads, checks and exports the audit trail.", new AuditListVerb(), new AuditVerifyVerb(), new AuditExportVerb()),
        new CompletionVerb(),
    ];
}
