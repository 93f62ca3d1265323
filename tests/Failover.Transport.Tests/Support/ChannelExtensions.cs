using System.Text;

namespace Failover.Transport.Tests;

internal static class ChannelExtensions
{
    public static bool TrySend(this IFrameChannel channel, string text) => channel.TrySend(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads until the channel ends.</summary>
    public static async Task<List<string>> ReadToEndAsync(this IFrameChannel channel)
    {
        var frames = new List<string>();
        await foreach (var frame in channel.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            frames.Add(Encoding.UTF8.GetString(frame.Span));
        }

        return frames;
    }

    public static async Task<string> ReadOneAsync(this IFrameChannel channel)
    {
        await foreach (var frame in channel.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            return Encoding.UTF8.GetString(frame.Span);
        }

        throw new InvalidOperationException($"The channel closed: {channel.CloseReason}.");
    }

    /// <summary>Dials a session and takes it at the other side.</summary>
    public static async Task<(IFrameChannel Dialled, IFrameChannel Accepted)> OpenSessionAsync(
        this ClusterPort from, string member, ClusterPort to)
    {
        var dialled = await from.DialSessionAsync(member, TestContext.Current.CancellationToken).SoonAsync();
        return (dialled, await to.AcceptedSessions.ReadAsync(TestContext.Current.CancellationToken).SoonAsync());
    }
}
