using Failover.Operations;

namespace Failover;

/// <summary>Which policy a new election gets, and its settings. See <see cref="PromotionPolicy"/>.</summary>
public sealed class PromotionOptions
{
    /// <summary>
    /// <c>automatic</c> (the default) promotes the best candidate at once; <c>operator-approved</c> opens a promotion request and waits for
    /// operators; <c>automatic-within-limits</c> is automatic until a limit below is reached; or the name of a policy registered with
    /// <c>AddPromotionPolicy</c>.
    /// </summary>
    public string Policy { get; set; } = PromotionPolicy.AutomaticName;

    /// <summary>How many distinct operators must approve. Default: 1. From 1 to 5.</summary>
    public int Approvals { get; set; } = 1;

    /// <summary>After how long without a decision a request times out. Default: never. From 1 s to 7 days.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>What happens then. Default: <see cref="RequestTimeoutAction.Escalate"/>.</summary>
    public RequestTimeoutAction OnRequestTimeout { get; set; }

    /// <summary>Whether the very first leader needs approval. Default: false.</summary>
    public bool ApproveFirstLeader { get; set; }

    /// <summary>Whether the last leader needs approval when it comes back, after a crash or a lapse, before anybody decided. Default: false.</summary>
    public bool ApproveReturn { get; set; }

    /// <summary>Within limits: at most so many automatic promotions in <see cref="Window"/>. Default: no such limit. From 1 to 30.</summary>
    public int? MostPromotions { get; set; }

    /// <summary>Within limits: the window in which promotions are counted. Default: 10 min. From 1 s to 7 days.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Within limits: the label, for example <c>zone</c>, that a member must share with the last leader to be promoted automatically.
    /// Default: no such limit.
    /// </summary>
    public string? WithinLabel { get; set; }

    internal PromotionPolicy ToPolicy() => new()
    {
        Name = Policy,
        Approvals = Approvals,
        RequestTimeoutMs = (long?)RequestTimeout?.TotalMilliseconds,
        OnRequestTimeout = OnRequestTimeout,
        ApproveFirstLeader = ApproveFirstLeader,
        ApproveReturn = ApproveReturn,
        MostPromotions = MostPromotions,
        WindowMs = (long)Window.TotalMilliseconds,
        WithinLabel = WithinLabel,
    };
}
