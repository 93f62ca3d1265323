namespace Failover.Transport;

/// <summary>The first message on a connection: what it is for, who speaks, and whom they want.</summary>
/// <param name="Versions">The protocol versions that the sender speaks.</param>
/// <param name="Kind">What the connection is for.</param>
/// <param name="ClusterId">The sender's cluster.</param>
/// <param name="Sender">Who the sender says it is.</param>
/// <param name="Target">The name of the member that should answer at this address.</param>
/// <param name="Roster">See <see cref="ClusterPortOptions.Roster"/>; 0 where the sender does not say.</param>
/// <param name="Marks">What the sender says of marks.</param>
internal sealed record Preamble(
    ProtocolVersions Versions, StreamKind Kind, string ClusterId, PeerIdentity Sender, string Target, long Roster = 0, Marks Marks = default)
{
    public byte[] Encode()
    {
        using var body = new MemoryStream();
        body.WriteByte((byte)Kind);
        body.Write(Sender.Process.ToByteArray());
        WireBody.WriteName(body, ClusterId);
        WireBody.WriteName(body, Sender.Member);
        WireBody.WriteName(body, Target);
        body.Write(BitConverter.GetBytes(Roster));
        WireBody.WriteMarks(body, Marks);
        return WireHeader.Frame(WireHeader.PreambleMagic, Versions, body.ToArray());
    }

    /// <exception cref="HandshakeException">The body makes no sense.</exception>
    public static Preamble Decode(ProtocolVersions versions, ReadOnlySpan<byte> bytes)
    {
        var body = new WireBody(bytes);
        var kind = (StreamKind)body.ReadByte();
        if (!Enum.IsDefined(kind))
        {
            throw new HandshakeException($"stream kind {(byte)kind} is not known", AnswerCode.Malformed);
        }

        var process = body.ReadGuid();
        var cluster = body.ReadName();
        var member = body.ReadName();
        var target = body.ReadName();
        return new Preamble(versions, kind, cluster, new PeerIdentity(member, process), target, body.ReadInt64(), body.ReadMarks());
    }
}
