using System.Buffers.Binary;
using Failover.Testing;

namespace Failover.Transport.Tests;

/// <summary>Frames: their order, their limits, and how a channel ends.</summary>
public sealed class FrameChannelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_of_many_senders_arrive_whole_and_each_senders_in_order()
    {
        var pair = await MemoryPair.ConnectAsync();
        await using var sender = MemoryPair.Channel(pair.A, new FrameLimits(100, 4000, 1_000_000));
        await using var receiver = MemoryPair.Channel(pair.B);
        var reading = receiver.ReadToEndAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(one => Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Assert.True(sender.TrySend($"{one}:{i}"));
                if (i % 100 == 99)
                {
                    await Task.Yield();
                }
            }
        }, Cancellation)));
        await sender.DisposeAsync();

        var frames = (await reading.SoonAsync()).Select(frame => frame.Split(':')).ToLookup(parts => parts[0], parts => parts[1]);
        Assert.Equal(4, frames.Count);
        Assert.All(frames, one => Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), one));
        Assert.Equal("closed by the peer", receiver.CloseReason);
        Assert.Equal("closed by this side", sender.CloseReason);
    }

    [Fact]
    public async Task The_longest_frame_passes_and_a_longer_or_empty_one_cannot_be_sent()
    {
        var pair = await MemoryPair.ConnectAsync();
        await using FrameChannel sender = MemoryPair.Channel(pair.A), receiver = MemoryPair.Channel(pair.B);
        var longest = new byte[1024 * 1024];
        Random.Shared.NextBytes(longest);

        Assert.Throws<ArgumentException>(() => sender.TrySend(new byte[longest.Length + 1]));
        Assert.Throws<ArgumentException>(() => sender.TrySend(ReadOnlyMemory<byte>.Empty));
        Assert.True(sender.TrySend(longest));

        await using var frames = receiver.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await frames.MoveNextAsync().SoonAsync());
        Assert.Equal(longest, frames.Current);
    }

    public static TheoryData<string, byte[]> BadStreams() => new()
    {
        { "a frame of 0 bytes is not allowed", [0, 0, 0, 0] },
        { "a frame of 1048577 bytes is not allowed", [1, 0, 16, 0, 7, 7, 7] },
        { "a frame of 4294967295 bytes is not allowed", [255, 255, 255, 255] },
        { "in the middle of a frame, after 2 of its bytes", [5, 0] },
        { "in the middle of a frame, after 7 of its bytes", [5, 0, 0, 0, 1, 2, 3] },
    };

    [Theory]
    [MemberData(nameof(BadStreams))]
    public async Task A_bad_stream_ends_the_reader_with_the_reason_and_closes_the_connection(string reason, byte[] bytes)
    {
        var pair = await MemoryPair.ConnectAsync();
        await using var receiver = MemoryPair.Channel(pair.B);
        await pair.A.Transport.Output.WriteAsync(Frame("good"), Cancellation);
        await pair.A.Transport.Output.WriteAsync(bytes, Cancellation);
        await pair.A.Transport.Output.CompleteAsync();

        Assert.Equal(["good"], await receiver.ReadToEndAsync().SoonAsync());

        Assert.Contains(reason, receiver.CloseReason, StringComparison.Ordinal);
        Assert.False(receiver.TrySend("too late"));
        await pair.A.ConnectionClosed.WaitAsync().SoonAsync();
    }

    [Fact]
    public async Task A_frame_that_comes_byte_by_byte_is_read()
    {
        var pair = await MemoryPair.ConnectAsync();
        await using var receiver = MemoryPair.Channel(pair.B);
        var reading = receiver.ReadOneAsync();

        foreach (var one in Frame("slowly"))
        {
            await pair.A.Transport.Output.WriteAsync(new[] { one }, Cancellation);
        }

        Assert.Equal("slowly", await reading.SoonAsync());
    }

    [Theory]
    [InlineData(8, int.MaxValue, 100)]
    [InlineData(int.MaxValue, 4_000_000, 100_000)]
    public async Task A_full_queue_closes_the_channel_with_the_reason(int frames, int bytes, int frameBytes)
    {
        var network = new InMemoryNetwork();
        var pair = await MemoryPair.ConnectAsync(network);
        network.Cut("a", "b");
        await using var sender = MemoryPair.Channel(pair.A, new FrameLimits(1024 * 1024, Math.Min(frames, 1_000_000), bytes));
        await using var receiver = MemoryPair.Channel(pair.B);
        var reading = sender.ReadToEndAsync();

        var sent = 0;
        while (sender.TrySend(new byte[frameBytes]))
        {
            Assert.True(++sent < 1_000_000, "The queue has no limit.");
        }

        Assert.Contains("the queue was full", sender.CloseReason, StringComparison.Ordinal);
        Assert.Empty(await reading.SoonAsync());
        network.Heal();
        await receiver.ReadToEndAsync().SoonAsync();
        Assert.Contains("reset", receiver.CloseReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposal_sends_what_is_queued_first()
    {
        var pair = await MemoryPair.ConnectAsync();
        await using FrameChannel sender = MemoryPair.Channel(pair.A), receiver = MemoryPair.Channel(pair.B);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(sender.TrySend($"{i}"));
        }

        await sender.DisposeAsync();

        Assert.False(sender.TrySend("too late"));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), await receiver.ReadToEndAsync().SoonAsync());
    }

    /// <summary>Heartbeats come from another thread than that which closes the channel.</summary>
    [Fact]
    public async Task What_is_sent_too_late_does_not_cut_off_what_was_queued()
    {
        var network = new InMemoryNetwork();
        var pair = await MemoryPair.ConnectAsync(network);
        network.Pause("b");
        await using FrameChannel sender = MemoryPair.Channel(pair.A), receiver = MemoryPair.Channel(pair.B);
        var frame = new byte[1024 * 1024];
        Assert.True(sender.TrySend(frame));
        Assert.True(sender.TrySend("the last word"));

        var disposal = sender.DisposeAsync().AsTask();
        Assert.False(sender.TrySend("too late"));
        network.Resume("b");
        await disposal.SoonAsync();

        Assert.Equal("the last word", (await receiver.ReadToEndAsync().SoonAsync()).Last());
    }

    [Fact]
    public async Task Disposal_does_not_wait_for_a_peer_that_reads_nothing()
    {
        var network = new InMemoryNetwork();
        var pair = await MemoryPair.ConnectAsync(network);
        network.Pause("b");
        var sender = MemoryPair.Channel(pair.A);
        for (var i = 0; i < 7; i++)
        {
            Assert.True(sender.TrySend(new byte[1024 * 1024]));
        }

        await sender.DisposeAsync().AsTask().SoonAsync();

        Assert.Equal(1, network.OpenConnections);
        await pair.B.DisposeAsync();
    }

    [Fact]
    public async Task A_channel_has_one_reader_and_reading_can_be_cancelled()
    {
        var pair = await MemoryPair.ConnectAsync();
        await using var channel = MemoryPair.Channel(pair.A);
        using var cancellation = new CancellationTokenSource();
        await using var first = channel.ReadAllAsync(cancellation.Token).GetAsyncEnumerator(Cancellation);
        var waiting = first.MoveNextAsync().AsTask();

        await Assert.ThrowsAsync<InvalidOperationException>(() => channel.ReadToEndAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.SoonAsync());
        Assert.Null(channel.CloseReason);
    }

    [Fact]
    public async Task A_member_talks_to_itself_without_the_network()
    {
        await using var cluster = new PortCluster();
        var port = cluster.Create("a");

        var (dialled, accepted) = await port.OpenSessionAsync("a", port);
        Assert.True(dialled.TrySend("ping"));
        Assert.Equal("ping", await accepted.ReadOneAsync().SoonAsync());
        Assert.True(accepted.TrySend("pong"));
        await accepted.DisposeAsync();

        Assert.Equal(["pong"], await dialled.ReadToEndAsync().SoonAsync());
        Assert.False(dialled.TrySend("too late"));
        Assert.Equal("a", dialled.Remote.Member);
        Assert.Equal("closed by this process", dialled.CloseReason);
    }

    private static byte[] Frame(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var frame = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, bytes.Length);
        bytes.CopyTo(frame, 4);
        return frame;
    }
}
