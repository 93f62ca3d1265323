using System.Globalization;
using Failover.Operations;

namespace Failover.Hosting.Operations;

/// <summary>What is well-formed in an operator's command; whether it fits is for the coordinator to say.</summary>
internal static class CommandRules
{
    private const int MaxActorLength = 200;
    public const int MaxKeyLength = 100;
    public const int MaxReasonLength = 1_024;
    private const long WeekMs = 7L * 24 * 60 * 60 * 1_000;
    private const long YearMs = 366L * 24 * 60 * 60 * 1_000;

    /// <summary>The first thing that is wrong, with the field's name; null where all is well-formed.</summary>
    public static (string Field, string Message)? FindProblem(OperatorCommand command) => FindProblem(command.By) ?? command switch
    {
        OperatorCommand.Approve c => Name("election", c.Election) ?? Positive("request", c.Request) ?? Positive("revision", c.Revision)
            ?? (c.Candidate is { } candidate ? Name("candidate", candidate) : null) ?? (c.Force ? Reason(c, "to force a promotion") : null),
        OperatorCommand.Reject c => Name("election", c.Election) ?? Positive("request", c.Request) ?? Positive("revision", c.Revision) ?? Reason(c, "to reject"),
        OperatorCommand.PromoteMember c => Name("election", c.Election) ?? Name("candidate", c.Candidate) ?? NotNegative("expectedTerm", c.ExpectedTerm) ?? Reason(c, "to promote"),
        OperatorCommand.HandOverLeadership c => Name("election", c.Election) ?? (c.Target is { } target ? Name("target", target) : null) ?? NotNegative("expectedTerm", c.ExpectedTerm),
        OperatorCommand.ResignLeader c => Name("election", c.Election) ?? NotNegative("expectedTerm", c.ExpectedTerm) ?? Reason(c, "to let a leader resign"),
        OperatorCommand.DeposeLeader c => Name("election", c.Election) ?? Positive("term", c.Term) ?? Reason(c, "to depose a leader"),
        OperatorCommand.DrainMember c => Name("member", c.Member) ?? Reason(c, "to drain a member"),
        OperatorCommand.UndrainMember c => Name("member", c.Member),
        OperatorCommand.PauseElection c => Name("election", c.Election) ?? Range("durationMs", c.DurationMs, 1_000, YearMs) ?? Reason(c, "to pause an election"),
        OperatorCommand.ResumeElection c => Name("election", c.Election),
        OperatorCommand.SetPolicy c => Name("election", c.Election) ?? FindProblem(c.Policy) ?? Range("expectedRevision", c.ExpectedRevision, 1, int.MaxValue) ?? Reason(c, "to change a policy"),
        _ => null,
    };

    /// <summary>The first thing that is wrong with a policy, or null.</summary>
    public static (string Field, string Message)? FindProblem(PromotionPolicy policy) =>
        Name("policy.name", policy.Name)
        ?? Range("policy.approvals", policy.Approvals, 1, 5)
        ?? Range("policy.requestTimeoutMs", policy.RequestTimeoutMs, 1_000, WeekMs)
        ?? (Enum.IsDefined(policy.OnRequestTimeout) ? ((string, string)?)null : ("policy.onRequestTimeout", $"must be one of {string.Join(", ", Enum.GetNames<RequestTimeoutAction>())}"))
        ?? Range("policy.mostPromotions", policy.MostPromotions, 1, 30)
        ?? Range("policy.windowMs", policy.WindowMs, 1_000, WeekMs)
        ?? (policy.WithinLabel is { } label ? Name("policy.withinLabel", label) : null)
        ?? (policy is { Name: PromotionPolicy.WithinLimitsName, MostPromotions: null, WithinLabel: null }
            ? ("policy.mostPromotions", $"the policy {PromotionPolicy.WithinLimitsName} needs a limit: mostPromotions, withinLabel, or both")
            : null);

    private static (string, string)? FindProblem(OperatorNote by) =>
        by.Actor is not { Length: > 0 and <= MaxActorLength } || !IsPlain(by.Actor)
            ? ("actor", $"must be 1 to {MaxActorLength} characters, none of them a control character or one that turns the direction of text")
            : by.Key is not { Length: > 0 and <= MaxKeyLength } || by.Key.Any(c => c is <= ' ' or > '~')
                ? ("Idempotency-Key", $"must be 1 to {MaxKeyLength} visible ASCII characters")
                : by.Reason is { } reason && (reason.Length > MaxReasonLength || !IsPlain(reason))
                    ? ("reason", $"must be at most {MaxReasonLength} characters, none of them a control character or one that turns the direction of text; it has {reason.Length}")
                    : null;

    /// <summary>Whether a text has no characters that break lines, or turn the direction of others.</summary>
    private static bool IsPlain(string text) => text.All(c => !char.IsControl(c)
        && char.GetUnicodeCategory(c) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && c is not ((>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')));

    private static (string, string)? Reason(OperatorCommand command, string why) =>
        string.IsNullOrWhiteSpace(command.By.Reason) ? ("reason", $"a reason is required {why}") : null;

    private static (string, string)? Name(string field, string? value) =>
        value is not null && Names.IsValid(value) ? null : (field, $"must be 1 to {Names.MaxLength} letters (a-z, A-Z), digits, '-', '_' or '.'");

    private static (string, string)? Positive(string field, long value) => value > 0 ? null : (field, "must be 1 or more");

    private static (string, string)? NotNegative(string field, long? value) => value is not < 0 ? null : (field, "must be 0 or more");

    private static (string, string)? Range(string field, long? value, long lowest, long highest) =>
        value is null || (value >= lowest && value <= highest) ? null : (field, $"must be from {lowest} to {highest}; it is {value}");
}
