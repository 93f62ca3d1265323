using System.IO.Pipelines;
using Failover.Testing;

namespace Failover.Transport.Tests;

/// <summary>Whatever bytes come, they are understood or refused; nothing else happens.</summary>
public sealed class FuzzTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mutated_handshakes_are_read_or_refused()
    {
        var random = FuzzRuns.Start();
        var (read, refused) = (0, 0);
        for (var run = 0; run < FuzzRuns.Count; run++)
        {
            var input = PipeReader.Create(new MemoryStream(Mutate(random)));
            try
            {
                await HandshakeReader.ReadPreambleAsync(input, ProtocolVersions.Current, Cancellation);
                read++;
            }
            catch (IOException)
            {
                refused++;
            }

            try
            {
                await HandshakeReader.ReadAnswerAsync(
                    PipeReader.Create(new MemoryStream(MutateAnswer(random))), ProtocolVersions.Current, Cancellation);
                read++;
            }
            catch (IOException)
            {
                refused++;
            }
        }

        Assert.Equal(2 * FuzzRuns.Count, read + refused);
        Assert.True(FuzzRuns.Count < 100 || (read > 0 && refused > 0), $"The mutations test little: {read} read, {refused} refused.");
    }

    [Fact]
    public async Task Mutated_frames_end_the_channel_and_nothing_more()
    {
        var random = FuzzRuns.Start();
        for (var run = 0; run < FuzzRuns.Count / 20 + 1; run++)
        {
            var pair = await MemoryPair.ConnectAsync();
            await using var channel = MemoryPair.Channel(pair.B, new FrameLimits(4096, 8, 65536));
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            for (var i = 1; i < bytes.Length; i += random.Next(1, 9))
            {
                bytes[i] = 0;
            }

            await pair.A.Transport.Output.WriteAsync(bytes, Cancellation);
            await pair.A.DisposeAsync();
            await channel.ReadToEndAsync().SoonAsync();
            Assert.NotNull(channel.CloseReason);
        }
    }

    [Fact]
    public async Task A_port_survives_any_greeting_and_still_answers()
    {
        var random = FuzzRuns.Start();
        var network = new InMemoryNetwork();
        await using var cluster = new PortCluster(network);
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b");
        for (var run = 0; run < FuzzRuns.Count / 20 + 1; run++)
        {
            await using var peer = await network.For("c").ConnectAsync(network.AddressOf("b"), Cancellation);
            await peer.Transport.Output.WriteAsync(Mutate(random), Cancellation);
            await peer.Transport.Output.WriteAsync(Mutate(random), Cancellation);
        }

        Assert.Equal(ProbeOutcome.Answered, (await a.ProbeAsync("b", Cancellation)).Outcome);
        Assert.DoesNotContain(cluster.Log.Entries, entry => entry.Id is 3001 or 3013);
    }

    private static byte[] MutateAnswer(Random random) => Mutate(
        random, new Answer(new(1, 1), (AnswerCode)random.Next(10), new("a", Guid.NewGuid()), random.NextInt64()).Encode());

    private static byte[] Mutate(Random random) => Mutate(
        random, new Preamble(new(1, 1), (StreamKind)random.Next(1, 4), "test", new("c", Guid.NewGuid()), "b").Encode());

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        for (var flips = random.Next(4); flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
