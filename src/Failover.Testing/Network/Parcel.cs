namespace Failover.Testing;

/// <summary>Bytes under way.</summary>
/// <param name="Bytes">The bytes; none for the end of the stream.</param>
/// <param name="DueAt">When they arrive if nothing holds them back, as a timestamp of the clock.</param>
internal readonly record struct Parcel(ReadOnlyMemory<byte> Bytes, long DueAt);
