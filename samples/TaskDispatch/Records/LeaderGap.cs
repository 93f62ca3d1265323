namespace TaskDispatch.Records;

/// <summary>How long nobody acted between two leaderships. Up to the spacing of the acts longer than the seat was empty.</summary>
/// <param name="FromTerm">The term before.</param>
/// <param name="ToTerm">The next term in which somebody acted.</param>
/// <param name="Nanoseconds">From the last certain act in one to the first in the other; negative when they overlap.</param>
public sealed record LeaderGap(long FromTerm, long ToTerm, long Nanoseconds);
