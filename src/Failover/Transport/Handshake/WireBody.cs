using System.Buffers.Binary;
using System.Text;

namespace Failover.Transport;

/// <summary>Reads the fields of a handshake message in order.</summary>
internal ref struct WireBody(ReadOnlySpan<byte> bytes)
{
    private const int MarkBytes = sizeof(long) + 16;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Writes a name: one byte of length, then UTF-8.</summary>
    /// <exception cref="ArgumentException">The name is empty, or longer than 255 bytes.</exception>
    public static void WriteName(Stream stream, string name)
    {
        var bytes = StrictUtf8.GetBytes(name);
        if (bytes.Length is 0 or > byte.MaxValue)
        {
            throw new ArgumentException($"A name must have 1 to 255 bytes of UTF-8; '{name}' has {bytes.Length}.", nameof(name));
        }

        stream.WriteByte((byte)bytes.Length);
        stream.Write(bytes);
    }

    /// <summary>Writes marks: each a number and an id.</summary>
    public static void WriteMarks(Stream stream, Marks marks)
    {
        Span<byte> bytes = stackalloc byte[MarkBytes];
        foreach (var mark in (ReadOnlySpan<Mark>)[marks.Speaker, marks.Listener, marks.Acknowledged])
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, mark.Number);
            mark.Id.TryWriteBytes(bytes[sizeof(long)..]);
            stream.Write(bytes);
        }
    }

    /// <exception cref="HandshakeException">The body is too short. So too for the other fields.</exception>
    public byte ReadByte() => Take(1)[0];

    public Guid ReadGuid() => new(Take(16));

    public Marks ReadMarks() => new(ReadMark(), ReadMark(), ReadMark());

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <exception cref="HandshakeException">No name, or one that could forge lines of a log.</exception>
    public string ReadName()
    {
        string name;
        try
        {
            name = StrictUtf8.GetString(Take(ReadByte()));
        }
        catch (DecoderFallbackException)
        {
            throw new HandshakeException("a name is not UTF-8", AnswerCode.Malformed);
        }

        return name.Length > 0 && !name.Any(char.IsControl)
            ? name
            : throw new HandshakeException("a name is empty or has control characters", AnswerCode.Malformed);
    }

    private Mark ReadMark() => new(ReadInt64(), ReadGuid());

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
        {
            throw new HandshakeException("the handshake's body is too short", AnswerCode.Malformed);
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
