using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Failover.Consensus.Tests;

/// <summary>Requests as DotNext 6.12 writes them, read as it reads them.</summary>
public sealed class RaftRequestReaderTests
{
    private const int VoteHeader = 56;
    private const int AppendHeader = 68;
    private const int SnapshotHeader = 77;
    private const int EntryHeader = 21;
    private const int FrameHeader = 4;

    private readonly List<byte> _stream = [];

    // What is read in one go; negative for the content of a frame, which may come in parts.
    private readonly List<int> _pieces = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wherever_requests_are_cut_they_are_read()
    {
        AddEveryKind();
        for (var cut = 0; cut <= _stream.Count; cut++)
        {
            var pipe = new Pipe();
            await pipe.Writer.WriteAsync(_stream.ToArray().AsMemory(0, cut), Token);
            var reading = ReadAllAsync(new RaftRequestReader(pipe.Reader, new RaftRequestPieces()));
            await pipe.Writer.WriteAsync(_stream.ToArray().AsMemory(cut), Token);
            await pipe.Writer.CompleteAsync();

            Assert.Equal(_stream, await reading.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Token));
        }
    }

    [Fact]
    public async Task Requests_that_lie_in_many_buffers_are_read()
    {
        AddEveryKind();
        for (var length = 1; length < 70; length++)
        {
            var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 1, pauseWriterThreshold: 0, pool: new ExactPool(length)));
            foreach (var chunk in _stream.Chunk(length))
            {
                chunk.CopyTo(pipe.Writer.GetMemory(chunk.Length));
                pipe.Writer.Advance(chunk.Length);
            }

            await pipe.Writer.CompleteAsync();

            Assert.Equal(_stream, await ReadAllAsync(new RaftRequestReader(pipe.Reader, new RaftRequestPieces())));
        }
    }

    [Fact]
    public async Task The_end_of_a_stream_is_an_error_within_a_request_and_none_between()
    {
        Add(4, AppendHeader, entries: 1);
        AddFrames(10);
        for (var end = 0; end <= _stream.Count; end++)
        {
            var pipe = new Pipe();
            await pipe.Writer.WriteAsync(_stream.ToArray().AsMemory(0, end), Token);
            await pipe.Writer.CompleteAsync();
            var reader = new RaftRequestReader(pipe.Reader, new RaftRequestPieces());
            var reading = async () =>
            {
                while (await reader.ReadAsync(Token) is { Buffer.IsEmpty: false } read)
                {
                    reader.AdvanceTo(read.Buffer.End);
                }
            };

            if (end == 0 || end == _stream.Count)
            {
                await reading();
            }
            else
            {
                await Assert.ThrowsAsync<EndOfStreamException>(reading);
            }
        }
    }

    [Fact]
    public async Task More_than_the_next_piece_is_not_asked_for()
    {
        var reader = new RaftRequestReader(new Pipe().Reader, new RaftRequestPieces());

        await Assert.ThrowsAsync<InvalidDataException>(() => reader.ReadAtLeastAsync(2, Token).AsTask());
    }

    private async Task<List<byte>> ReadAllAsync(RaftRequestReader reader)
    {
        var all = new List<byte>();
        foreach (var piece in _pieces)
        {
            for (var rest = Math.Abs(piece); rest > 0;)
            {
                var read = await (piece > 1 ? reader.ReadAtLeastAsync(piece, Token) : reader.ReadAsync(Token));
                all.AddRange(read.Buffer.ToArray());
                Assert.InRange(read.Buffer.Length, 1, rest);
                rest -= (int)read.Buffer.Length;
                Assert.True(rest == 0 || piece < 0, "A header came in parts.");
                reader.AdvanceTo(read.Buffer.End);
            }
        }

        Assert.True((await reader.ReadAsync(Token)).IsCompleted);
        return all;
    }

    private void AddEveryKind()
    {
        Add(1, VoteHeader);
        Add(4, AppendHeader, entries: 0);
        Add(4, AppendHeader, entries: 3);
        AddFrames(30);
        AddFrames();
        AddFrames(17, 0, 5);
        Add(2, 0); // Asks to resign.
        Add(5, SnapshotHeader); // A snapshot, after a configuration.
        AddFrames(withHeader: false, 12);
        AddFrames(withHeader: false, 20, 9);
        Add(7, VoteHeader);
        Add(9, 8);
        Add(6, 0);
        Add(1, VoteHeader);
    }

    private void Add(byte kind, int headerLength, int entries = 0)
    {
        Add(1, [kind]);
        var header = new byte[headerLength];
        Array.Fill(header, (byte)0xEE);
        if (kind == 4)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(AppendHeader - 8), entries);
        }

        Add(headerLength, header);
    }

    private void AddFrames(params int[] lengths) => AddFrames(withHeader: true, lengths);

    private void AddFrames(bool withHeader, params int[] lengths)
    {
        Add(withHeader ? EntryHeader : 0, new byte[withHeader ? EntryHeader : 0]);
        foreach (var (index, length) in lengths.DefaultIfEmpty(0).Index())
        {
            var header = new byte[FrameHeader];
            BinaryPrimitives.WriteInt32LittleEndian(header, index >= lengths.Length - 1 ? length | int.MinValue : length);
            Add(FrameHeader, header);
            Add(-length, [.. Enumerable.Range(0, length).Select(number => (byte)number)]);
        }
    }

    private void Add(int piece, byte[] content)
    {
        if (content.Length > 0)
        {
            _pieces.Add(piece);
            _stream.AddRange(content);
        }
    }

    /// <summary>Gives buffers of one length.</summary>
    private sealed class ExactPool(int length) : MemoryPool<byte>
    {
        public override int MaxBufferSize => length;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Owner(new byte[length]);

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Owner(byte[] buffer) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory => buffer;

            public void Dispose()
            {
            }
        }
    }
}
