namespace Failover;

/// <summary>How this member takes part in one election, and what happens to its leader services there.</summary>
public sealed class ElectionOptions
{
    /// <summary>
    /// Which candidate is preferred: higher numbers first. This member's own; others may differ. Default: 0. From -1000 to 1000.
    /// </summary>
    public int Priority { get; set; }

    /// <summary>
    /// Who decides on promotions when the election is new: the cluster keeps its policy, and only an operator changes it later. All
    /// members should be given the same.
    /// </summary>
    public PromotionOptions Promotion { get; } = new();

    /// <summary>
    /// After how long a leader service that was asked to stop, and has not, is reported as stuck. A hand-over goes on waiting for it.
    /// Default: 30 s. From 0 to 1 h.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What happens when a leader service can not be created, or throws. Default:
    /// <see cref="ServiceFailureAction.ResignAndQuarantine"/>.
    /// </summary>
    public ServiceFailureAction ServiceFailureAction { get; set; }

    /// <summary>
    /// With <see cref="ServiceFailureAction.Restart"/>: the wait before the first restart; it doubles with each failure in a row. A run
    /// longer than <see cref="MaxRestartDelay"/> ends the row. Default: 1 s. From 1 ms to <see cref="MaxRestartDelay"/>.
    /// </summary>
    public TimeSpan RestartDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>With <see cref="ServiceFailureAction.Restart"/>: the longest wait before a restart. Default: 30 s. At most 1 h.</summary>
    public TimeSpan MaxRestartDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What happens when a leadership is lost and a leader service does not stop. Default: <see cref="StuckServiceAction.Report"/>.
    /// </summary>
    public StuckServiceAction StuckServiceAction { get; set; }
}
