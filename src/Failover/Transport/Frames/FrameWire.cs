using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Failover.Transport;

/// <summary>Frames as bytes: a little-endian length of four bytes, then that many.</summary>
internal static class FrameWire
{
    public const int HeaderBytes = sizeof(int);

    public static void Write(PipeWriter output, ReadOnlySpan<byte> frame)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(HeaderBytes), frame.Length);
        output.Advance(HeaderBytes);
        output.Write(frame);
    }

    /// <summary>Reads the next frame; null at a clean end of the stream.</summary>
    /// <exception cref="InvalidDataException">A length that is not allowed, or the stream ends in the middle of a frame.</exception>
    public static async ValueTask<byte[]?> ReadAsync(PipeReader input, int maxFrameBytes, CancellationToken cancellationToken)
    {
        var read = await input.ReadAtLeastAsync(HeaderBytes, cancellationToken);
        if (read.Buffer.IsEmpty)
        {
            return null;
        }

        if (read.Buffer.Length < HeaderBytes)
        {
            throw Truncated(read.Buffer.Length);
        }

        var length = ReadLength(read.Buffer);
        if (length <= 0 || length > maxFrameBytes)
        {
            throw new InvalidDataException($"a frame of {(uint)length} bytes is not allowed; the limits are 1 and {maxFrameBytes}");
        }

        var total = HeaderBytes + length;
        if (read.Buffer.Length < total)
        {
            input.AdvanceTo(read.Buffer.Start);
            read = await input.ReadAtLeastAsync(total, cancellationToken);
            if (read.Buffer.Length < total)
            {
                throw Truncated(read.Buffer.Length);
            }
        }

        var frame = read.Buffer.Slice(HeaderBytes, length);
        var copy = frame.ToArray();
        input.AdvanceTo(frame.End);
        return copy;
    }

    private static int ReadLength(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        return BinaryPrimitives.ReadInt32LittleEndian(header);
    }

    private static InvalidDataException Truncated(long bytes) =>
        new($"the stream ended in the middle of a frame, after {bytes} of its bytes");
}
