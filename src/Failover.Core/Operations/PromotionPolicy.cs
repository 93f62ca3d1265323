namespace Failover.Operations;

/// <summary>Which policy decides on promotions in an election, and its settings. Replicated; immutable.</summary>
public sealed record PromotionPolicy
{
    /// <summary>Promotes the best candidate at once.</summary>
    public const string AutomaticName = "automatic";

    /// <summary>Opens a promotion request, and waits for operators.</summary>
    public const string OperatorApprovedName = "operator-approved";

    /// <summary>Automatic within limits; beyond them, operator-approved.</summary>
    public const string WithinLimitsName = "automatic-within-limits";

    /// <summary>The policy that promotes the best candidate at once.</summary>
    public static readonly PromotionPolicy Automatic = new();

    /// <summary>One of the names above, or that of a policy that the application registered.</summary>
    public string Name { get; init; } = AutomaticName;

    /// <summary>How many distinct operators must approve. From 1 to 5. Default: 1.</summary>
    public int Approvals { get; init; } = 1;

    /// <summary>After how many milliseconds without a decision a request times out; null for never, the default. From 1,000.</summary>
    public long? RequestTimeoutMs { get; init; }

    /// <summary>What happens when a request times out. Default: <see cref="RequestTimeoutAction.Escalate"/>.</summary>
    public RequestTimeoutAction OnRequestTimeout { get; init; }

    /// <summary>Whether the very first leader of a new election needs approval. Default: false.</summary>
    public bool ApproveFirstLeader { get; init; }

    /// <summary>Whether the last leader needs approval when it comes back before anybody decided. Default: false.</summary>
    public bool ApproveReturn { get; init; }

    /// <summary>Within limits: at most so many automatic promotions in <see cref="WindowMs"/>; null for no such limit. From 1 to 30.</summary>
    public int? MostPromotions { get; init; }

    /// <summary>Within limits: the length of the window in milliseconds. From 1,000 to 7 days. Default: 10 minutes.</summary>
    public long WindowMs { get; init; } = 600_000;

    /// <summary>
    /// Within limits: the label (for example <c>zone</c>) that an automatically promoted member must share with the last leader; null for
    /// no such limit.
    /// </summary>
    public string? WithinLabel { get; init; }
}
