namespace Comparison.Measuring;

/// <summary>A time in which nobody led, as the members' records and the fates of their processes show it.</summary>
internal sealed record Vacancy
{
    public required LedSpan Before { get; init; }

    /// <summary>Null while it lasts.</summary>
    public LedSpan? After { get; init; }

    public required long Began { get; init; }

    /// <summary>When it ended, or until when it was watched.</summary>
    public required long Until { get; init; }

    /// <summary>When the old leader's process was seen back in the cluster, if it was.</summary>
    public long? OldLeaderBack { get; init; }

    /// <summary>Whether the old leader was asked to stop: then its successor is no mistake.</summary>
    public required bool WasPlanned { get; init; }

    public double Seconds => (Until - Began) / 1e9;

    /// <summary>Another member took over.</summary>
    public bool ByAnother => After is not null && After.Life.Member != Before.Life.Member;

    /// <summary>After how many seconds the old leader would have been back; null if it never was.</summary>
    public double? BackAfterSeconds => OldLeaderBack is { } back ? (back - Began) / 1e9 : null;

    /// <summary>Whether the promotion was false: the old leader was alive, and back within so many seconds.</summary>
    public bool IsFalse(double withinSeconds) => ByAnother && !WasPlanned && BackAfterSeconds <= withinSeconds;
}
