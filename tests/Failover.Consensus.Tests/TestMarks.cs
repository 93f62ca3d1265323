using Microsoft.Extensions.Logging.Abstractions;

namespace Failover.Consensus.Tests;

/// <summary>Books of marks for members that nobody shakes hands with.</summary>
internal static class TestMarks
{
    public static MarkBook Create() => new MarkBook(TimeProvider.System, NullLogger<MarkBook>.Instance);
}
