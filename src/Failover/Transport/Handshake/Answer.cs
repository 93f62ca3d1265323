using System.Buffers.Binary;

namespace Failover.Transport;

/// <summary>What a port answers to a preamble.</summary>
/// <param name="Versions">The protocol versions that the port speaks.</param>
/// <param name="Code">Accepted, or why not. Always the first byte of the body, in every version.</param>
/// <param name="Identity">The member and process that answer.</param>
/// <param name="RaftTerm">The highest Raft term that the process knows.</param>
/// <param name="Marks">What the answering member says of marks, after it heard the preamble; nothing with a refusal.</param>
internal sealed record Answer(ProtocolVersions Versions, AnswerCode Code, PeerIdentity Identity, long RaftTerm, Marks Marks = default)
{
    public byte[] Encode()
    {
        using var body = new MemoryStream();
        body.WriteByte((byte)Code);
        body.Write(Identity.Process.ToByteArray());
        Span<byte> term = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(term, RaftTerm);
        body.Write(term);
        WireBody.WriteName(body, Identity.Member);
        WireBody.WriteMarks(body, Marks);
        return WireHeader.Frame(WireHeader.AnswerMagic, Versions, body.ToArray());
    }

    /// <exception cref="HandshakeException">The body makes no sense.</exception>
    public static Answer Decode(ProtocolVersions versions, ReadOnlySpan<byte> bytes)
    {
        var body = new WireBody(bytes);
        var code = (AnswerCode)body.ReadByte();
        var process = body.ReadGuid();
        var term = body.ReadInt64();
        return new Answer(versions, code, new PeerIdentity(body.ReadName(), process), term, body.ReadMarks());
    }
}
