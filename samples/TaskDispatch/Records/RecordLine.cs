namespace TaskDispatch.Records;

/// <summary>One line of a member's record. What does not apply to its <see cref="Kind"/> is null.</summary>
public sealed record RecordLine
{
    /// <summary>When, by <see cref="BootClock"/>; of an act, when it began.</summary>
    public required long AtNanoseconds { get; init; }

    public required RecordKind Kind { get; init; }

    /// <summary>The member that wrote the line.</summary>
    public required string Member { get; init; }

    /// <summary>Its process life: unlike a process id, never used again.</summary>
    public required string Process { get; init; }

    public string? Election { get; init; }

    public long? Term { get; init; }

    /// <summary>Whether the leadership was held when asked just after <see cref="AtNanoseconds"/>.</summary>
    public bool? Held { get; init; }

    /// <summary>When an act had ended.</summary>
    public long? EndNanoseconds { get; init; }

    /// <summary>Whether the leadership was held when asked just after <see cref="EndNanoseconds"/>.</summary>
    public bool? HeldAtEnd { get; init; }

    /// <summary>What was written, or refused.</summary>
    public string? Operation { get; init; }

    /// <summary>The leader that was seen; null when the seat was vacant.</summary>
    public string? Leader { get; init; }

    /// <summary>The highest term that the database had seen when it refused.</summary>
    public long? HighestTerm { get; init; }

    /// <summary>The client key of the task that was enqueued.</summary>
    public string? ClientKey { get; init; }
}
