using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace TaskDispatch.Cluster;

/// <summary>
/// The first message on a connection to a cluster port, of which the proxy needs only who sent it: eight bytes (magic, two versions,
/// the length of the rest), the kind, the process (16 bytes), then the names of cluster, sender and target, each with its length.
/// </summary>
/// <param name="Bytes">The message as it came.</param>
/// <param name="Sender">The member that dialled.</param>
internal sealed record Opening(byte[] Bytes, string Sender)
{
    private const int HeaderBytes = 8;
    private const int ClusterAt = HeaderBytes + 1 + 16;

    /// <exception cref="IOException">The connection ended first, or this is something else.</exception>
    public static async Task<Opening> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        await ReadExactlyAsync(socket, header, cancellationToken);
        var bytes = new byte[HeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(6))];
        header.CopyTo(bytes, 0);
        await ReadExactlyAsync(socket, bytes.AsMemory(HeaderBytes), cancellationToken);
        return new Opening(bytes, ReadSender(bytes));
    }

    private static string ReadSender(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ClusterAt)
        {
            var sender = ClusterAt + 1 + bytes[ClusterAt];
            if (sender < bytes.Length && sender + 1 + bytes[sender] <= bytes.Length)
            {
                return Encoding.UTF8.GetString(bytes.Slice(sender + 1, bytes[sender]));
            }
        }

        throw new IOException("This is no connection between members.");
    }

    private static async Task ReadExactlyAsync(Socket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (buffer.Length > 0)
        {
            var count = await socket.ReceiveAsync(buffer, cancellationToken);
            buffer = count > 0 ? buffer[count..] : throw new IOException("The connection ended within its first message.");
        }
    }
}
