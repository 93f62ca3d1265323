using System.Text.Json.Serialization;
using Failover.Transport;

namespace Failover.Consensus;

/// <summary>The JSON that this folder writes to disk.</summary>
[JsonSerializable(typeof(MemberRecord))]
[JsonSerializable(typeof(Dictionary<string, Mark>))]
internal sealed partial class ConsensusJson : JsonSerializerContext;
