using System.Text.Json.Serialization;

namespace Failover.Consensus;

/// <summary>The JSON that this folder writes to disk.</summary>
[JsonSerializable(typeof(MemberRecord))]
internal sealed partial class ConsensusJson : JsonSerializerContext;
