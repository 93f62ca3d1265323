using System.Text.Json.Serialization;

namespace Failover.Sessions;

/// <summary>One life of one member at the cluster.</summary>
/// <param name="Member">The member's configured name.</param>
/// <param name="Incarnation">Rises with each session of that member, from 1.</param>
[method: JsonConstructor]
public readonly record struct SessionId(string Member, long Incarnation)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Member}#{Incarnation}";
}
