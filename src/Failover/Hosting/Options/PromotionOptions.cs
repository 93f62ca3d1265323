namespace Failover;

/// <summary>Who decides on the promotions of an election, and within which limits. Must be the same on every member.</summary>
public sealed class PromotionOptions
{
    /// <summary>Who decides. Default: <see cref="PromotionMode.Automatic"/>.</summary>
    public PromotionMode Mode { get; set; }

    /// <summary>How many different operators must approve a request. Default: 1. From 1 to 10.</summary>
    public int RequiredApprovals { get; set; } = 1;

    /// <summary>Whether the first leader of a new election needs approval, too. Default: false.</summary>
    public bool ApproveFirstLeader { get; set; }

    /// <summary>Whether the same member, when it comes back before anyone decided, needs approval, too. Default: false.</summary>
    public bool ApproveReturningLeader { get; set; }

    /// <summary>Within limits: how many promotions in <see cref="Window"/> are automatic. Default: 3. From 1 to 1000.</summary>
    public int MaxAutomaticPromotions { get; set; } = 3;

    /// <summary>Within limits: the time in which promotions are counted. Default: 10 min. From 1 s to 7 days.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Within limits: the label (see <see cref="FailoverOptions.Labels"/>) in which the old and the new leader must agree for an
    /// automatic promotion, for example <c>zone</c>. Default: none.
    /// </summary>
    public string? SameLabel { get; set; }

    /// <summary>How long a request waits for its approvals; null for ever. Default: null. From 1 s to 7 days.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>What happens then. Default: <see cref="PromotionTimeoutAction.Escalate"/>.</summary>
    public PromotionTimeoutAction RequestTimeoutAction { get; set; }
}
