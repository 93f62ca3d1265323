using System.Buffers.Binary;

namespace Failover.Transport;

/// <summary>
/// The first eight bytes in each direction: magic, lowest and highest protocol version, length of the body. This part never changes,
/// so that processes of any two versions can tell each other their versions.
/// </summary>
internal readonly record struct WireHeader(uint Magic, ProtocolVersions Versions, int BodyBytes)
{
    public const int Size = 8;

    public const int MaxBodyBytes = 1024;

    /// <summary>"FOV?": somebody asks.</summary>
    public const uint PreambleMagic = 0x3F564F46;

    /// <summary>"FOV!": a port answers. Another magic, so that an echo is no answer.</summary>
    public const uint AnswerMagic = 0x21564F46;

    /// <summary>A whole message. Bodies may only grow at their end from version to version, and readers skip what they do not know.</summary>
    public static byte[] Frame(uint magic, ProtocolVersions versions, ReadOnlySpan<byte> body)
    {
        var message = new byte[Size + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(message, magic);
        message[4] = versions.Lowest;
        message[5] = versions.Highest;
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), checked((ushort)body.Length));
        body.CopyTo(message.AsSpan(Size));
        return message;
    }

    public static WireHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        new ProtocolVersions(bytes[4], bytes[5]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]));
}
