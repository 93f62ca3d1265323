using System.Net;
using System.Net.Sockets;

namespace Failover.Chaos.Faults;

/// <summary>Speaks to a cluster port byte by byte, as a process of another version or purpose might.</summary>
internal static class RawPeer
{
    private const int HeaderBytes = 8;
    private const byte Accepted = 0;
    private const byte UnsupportedVersion = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The head of a preamble: "FOV?", lowest and highest version, length of what follows.</summary>
    public static byte[] LaterProtocol { get; } = [(byte)'F', (byte)'O', (byte)'V', (byte)'?', 200, 201, 4, 0, 1, 2, 3, 4];

    /// <summary>Sends bytes, and returns what comes back: an answer, or what there is when the connection is closed or time is up.</summary>
    public static async Task<byte[]> AskAsync(IPEndPoint address, byte[] bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var answer = new MemoryStream();
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            await socket.SendAsync(bytes, patience.Token);
            var buffer = new byte[1_024];
            while (answer.Length <= HeaderBytes && await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
            {
                answer.Write(buffer, 0, count);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // Closed with a reset, or not answered: what came until then is the answer.
        }

        return answer.ToArray();
    }

    public static bool IsUnsupportedVersion(byte[] answer) => Code(answer) == UnsupportedVersion;

    public static bool IsAcceptance(byte[] answer) => Code(answer) == Accepted;

    private static byte? Code(byte[] answer) =>
        answer.AsSpan().StartsWith("FOV!"u8) && answer.Length > HeaderBytes ? answer[HeaderBytes] : null;
}
