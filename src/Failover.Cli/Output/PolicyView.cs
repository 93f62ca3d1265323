namespace Failover.Cli.Output;

/// <summary>Shows a promotion policy to people.</summary>
internal static class PolicyView
{
    /// <summary>In one line, with what matters for the policy of that name.</summary>
    public static string Describe(PromotionPolicy policy)
    {
        List<string> parts = [policy.Name];
        if (policy.Name == PromotionPolicy.WithinLimitsName)
        {
            parts.Add(policy.MostPromotions is { } most ? $"at most {Words.Number(most)} promotions in {DurationText.Format(policy.WindowMs)}" : "any number of promotions");
            parts.Add(policy.WithinLabel is { } label ? $"within the same {label}" : "within any label");
        }

        if (policy.Name != PromotionPolicy.AutomaticName)
        {
            parts.Add($"{Words.Number(policy.Approvals)} approval{(policy.Approvals == 1 ? "" : "s")}");
            parts.Add(policy.RequestTimeoutMs is { } timeout ? $"after {DurationText.Format(timeout)} {Words.Of(policy.OnRequestTimeout)}" : "waits without end");
        }

        return string.Join(", ", parts);
    }

    /// <summary>Every setting, by the name of the option that changes it.</summary>
    public static IReadOnlyList<(string Option, string Value)> Settings(PromotionPolicy policy) =>
    [
        ("--name", policy.Name),
        ("--approvals", Words.Number(policy.Approvals)),
        ("--request-timeout", policy.RequestTimeoutMs is { } timeout ? DurationText.Format(timeout) : "never"),
        ("--on-timeout", Words.Of(policy.OnRequestTimeout)),
        ("--approve-first-leader", policy.ApproveFirstLeader ? "true" : "false"),
        ("--approve-return", policy.ApproveReturn ? "true" : "false"),
        ("--most-promotions", policy.MostPromotions is { } most ? Words.Number(most) : "none"),
        ("--window", DurationText.Format(policy.WindowMs)),
        ("--within-label", policy.WithinLabel ?? "none"),
    ];
}
