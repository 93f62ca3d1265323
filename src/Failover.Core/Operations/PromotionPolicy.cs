namespace Failover.Operations;

/// <summary>Which policy decides on promotions in an election, and its settings. Replicated; immutable.</summary>
/// <param name="Name">One of the names below, or that of a policy that the application registered. Default: automatic.</param>
/// <param name="Approvals">How many distinct operators must approve. From 1 to 5. Default: 1.</param>
/// <param name="RequestTimeoutMs">After how many milliseconds without a decision a request times out; null for never, the default. From 1,000.</param>
/// <param name="OnRequestTimeout">What happens when a request times out. Default: <see cref="RequestTimeoutAction.Escalate"/>.</param>
/// <param name="ApproveFirstLeader">Whether the very first leader of a new election needs approval. Default: false.</param>
/// <param name="ApproveReturn">Whether the last leader needs approval when it comes back before anybody decided. Default: false.</param>
/// <param name="MostPromotions">Within limits: at most so many automatic promotions in the window; null for no such limit. From 1 to 30.</param>
/// <param name="WindowMs">Within limits: the length of the window in milliseconds. From 1,000 to 7 days. Default: 10 minutes.</param>
/// <param name="WithinLabel">
/// Within limits: the label (for example <c>zone</c>) that an automatically promoted member must share with the last leader; null for no
/// such limit.
/// </param>
public sealed record PromotionPolicy(
    string Name = PromotionPolicy.AutomaticName,
    int Approvals = 1,
    long? RequestTimeoutMs = null,
    RequestTimeoutAction OnRequestTimeout = RequestTimeoutAction.Escalate,
    bool ApproveFirstLeader = false,
    bool ApproveReturn = false,
    int? MostPromotions = null,
    long WindowMs = 600_000,
    string? WithinLabel = null)
{
    /// <summary>Promotes the best candidate at once.</summary>
    public const string AutomaticName = "automatic";

    /// <summary>Opens a promotion request, and waits for operators.</summary>
    public const string OperatorApprovedName = "operator-approved";

    /// <summary>Automatic within limits; beyond them, operator-approved.</summary>
    public const string WithinLimitsName = "automatic-within-limits";

    /// <summary>The policy that promotes the best candidate at once.</summary>
    public static readonly PromotionPolicy Automatic = new();
}
