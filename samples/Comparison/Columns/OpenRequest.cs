using System.Text.Json;

namespace Comparison.Columns;

/// <summary>A promotion request that waits for an operator.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="HasCandidate">Whether there is anybody to approve.</param>
/// <param name="SeenAt">When it was first seen, in nanoseconds.</param>
/// <param name="Body">The request with its evidence, as the cluster gave it.</param>
internal sealed record OpenRequest(long Number, int Revision, bool HasCandidate, long SeenAt, JsonElement Body);
