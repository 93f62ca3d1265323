namespace Failover.Transport;

/// <summary>
/// Stands for all that a member had promised at one moment: how often it had written its record, and a random id of that write. A
/// directory and a copy of it that went another way have different ids under the same number. The default stands for none.
/// </summary>
internal readonly record struct Mark(long Number, Guid Id);
