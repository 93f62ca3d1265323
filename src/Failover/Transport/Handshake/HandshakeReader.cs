using System.Buffers;
using System.IO.Pipelines;

namespace Failover.Transport;

/// <summary>Reads handshake messages off a connection, and not a byte more.</summary>
internal static class HandshakeReader
{
    /// <param name="input">Where to read.</param>
    /// <param name="own">The protocol versions that this process speaks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HandshakeException">The peer does not speak this protocol, or no version of it that this process does.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public static async ValueTask<Preamble> ReadPreambleAsync(
        PipeReader input, ProtocolVersions own, CancellationToken cancellationToken)
    {
        var (versions, body) = await ReadAsync(input, WireHeader.PreambleMagic, own, cancellationToken);
        return Preamble.Decode(versions, body);
    }

    /// <inheritdoc cref="ReadPreambleAsync"/>
    public static async ValueTask<Answer> ReadAnswerAsync(
        PipeReader input, ProtocolVersions own, CancellationToken cancellationToken)
    {
        var (versions, body) = await ReadAsync(input, WireHeader.AnswerMagic, own, cancellationToken);
        return Answer.Decode(versions, body);
    }

    private static async ValueTask<(ProtocolVersions Versions, byte[] Body)> ReadAsync(
        PipeReader input, uint magic, ProtocolVersions own, CancellationToken cancellationToken)
    {
        var header = WireHeader.Read(await ReadExactlyAsync(input, WireHeader.Size, cancellationToken));
        if (header.Magic != magic)
        {
            throw new HandshakeException("the peer does not speak the protocol of Failover's cluster port");
        }

        if (!own.Overlaps(header.Versions))
        {
            throw new HandshakeException(
                $"the peer speaks protocol {header.Versions}, this process {own}", AnswerCode.UnsupportedVersion);
        }

        if (header.BodyBytes > WireHeader.MaxBodyBytes)
        {
            throw new HandshakeException(
                $"a handshake of {header.BodyBytes} bytes is longer than {WireHeader.MaxBodyBytes}", AnswerCode.Malformed);
        }

        return (header.Versions, await ReadExactlyAsync(input, header.BodyBytes, cancellationToken));
    }

    private static async ValueTask<byte[]> ReadExactlyAsync(PipeReader input, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return [];
        }

        var read = await input.ReadAtLeastAsync(count, cancellationToken);
        if (read.Buffer.Length < count)
        {
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            throw new IOException("the connection ended during the handshake");
        }

        var bytes = read.Buffer.Slice(0, count);
        var copy = bytes.ToArray();
        input.AdvanceTo(bytes.End);
        return copy;
    }
}
