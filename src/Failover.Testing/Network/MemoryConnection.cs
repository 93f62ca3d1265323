using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Failover.Transport;
using Microsoft.AspNetCore.Connections;

namespace Failover.Testing;

/// <summary>One end of a connection in memory. It carries its own user's bytes to the other end.</summary>
internal sealed class MemoryConnection : PipeConnection
{
    /// <summary>How much may be under way before the sender has to wait: the socket buffers of this network.</summary>
    private const int MaxBytesUnderWay = 256 * 1024;

    private readonly InMemoryNetwork _network;
    private readonly Channel<Parcel> _underWay = Channel.CreateUnbounded<Parcel>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly SemaphoreSlim _room = new(0);
    private MemoryConnection? _other;
    private long _bytesUnderWay;
    private volatile bool _closing;
    private volatile bool _aborted;
    private volatile bool _disposed;
    private bool _incomingEnded;

    public MemoryConnection(InMemoryNetwork network, string member, EndPoint local, EndPoint remote)
        : base(local, remote)
    {
        _network = network;
        Member = member;
    }

    /// <summary>Whose end it is.</summary>
    public string Member { get; }

    /// <summary>Makes two ends one connection.</summary>
    public static void Join(MemoryConnection one, MemoryConnection other)
    {
        (one._other, other._other) = (other, one);
        foreach (var end in new[] { one, other })
        {
            _ = end.CollectAsync();
            _ = end.DeliverAllAsync();
        }
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (_disposed)
        {
            return; // What was sent before a disposal still arrives.
        }

        _aborted = true;
        Close(new ConnectionResetException(abortReason.Message, abortReason));
        Outgoing.Reader.CancelPendingRead();
        _other?.Incoming.Writer.CancelPendingFlush();
    }

    public override async ValueTask DisposeAsync()
    {
        _disposed = true;
        await Outgoing.Writer.CompleteAsync();
        Close(new ConnectionResetException("The connection was closed by this side."));
        await base.DisposeAsync();
    }

    /// <summary>Ends what this side can see of the connection. Bytes under way to the other end go on, unless aborted.</summary>
    private void Close(Exception reason)
    {
        _closing = true;
        _room.Release();
        EndIncoming(reason);
        _network.Remove(this);
    }

    private void EndIncoming(Exception? error)
    {
        Incoming.Writer.CancelPendingFlush();
        lock (_network.Lock)
        {
            if (!_incomingEnded)
            {
                _incomingEnded = true;
                Incoming.Writer.Complete(error);
            }
        }

        RaiseClosed();
    }

    /// <summary>Takes what the user has written and sends it on its way.</summary>
    private async Task CollectAsync()
    {
        while (true)
        {
            var read = await Outgoing.Reader.ReadAsync();
            if (!read.Buffer.IsEmpty)
            {
                var bytes = read.Buffer.ToArray();
                Interlocked.Add(ref _bytesUnderWay, bytes.Length);
                Send(bytes);
            }

            Outgoing.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled)
            {
                break;
            }

            while (Interlocked.Read(ref _bytesUnderWay) > MaxBytesUnderWay && !_closing)
            {
                await _room.WaitAsync();
            }
        }

        Send(ReadOnlyMemory<byte>.Empty);
        _underWay.Writer.Complete();
        await Outgoing.Reader.CompleteAsync();
    }

    private void Send(ReadOnlyMemory<byte> bytes) =>
        _underWay.Writer.TryWrite(new Parcel(bytes, _network.Schedule(Member, _other!.Member, bytes.Length)));

    private async Task DeliverAllAsync()
    {
        await foreach (var parcel in _underWay.Reader.ReadAllAsync())
        {
            await _network.WaitUntilAsync(parcel.DueAt, CancellationToken.None);
            await DeliverAsync(parcel.Bytes);
            Interlocked.Add(ref _bytesUnderWay, -parcel.Bytes.Length);
            _room.Release();
        }
    }

    private async Task DeliverAsync(ReadOnlyMemory<byte> bytes)
    {
        ValueTask<FlushResult> flushed;
        while (!TryDeliver(bytes, out var changed, out flushed))
        {
            await changed;
        }

        // Waits while the other end does not read; whatever it says, the next bytes find out.
        await flushed;
    }

    /// <summary>Hands bytes, or the end, to the other end, unless a fault holds them back.</summary>
    private bool TryDeliver(ReadOnlyMemory<byte> bytes, out Task changed, out ValueTask<FlushResult> flushed)
    {
        flushed = default;
        lock (_network.Lock)
        {
            changed = _network.WhenChanged();
            if (!_network.CanPass(Member, _other!.Member))
            {
                return false;
            }

            if (bytes.IsEmpty)
            {
                _other.EndIncoming(_aborted ? new ConnectionResetException("The connection was reset by the other side.") : null);
            }
            else if (!_aborted && !_other._incomingEnded)
            {
                _other.Incoming.Writer.Write(bytes.Span);
                flushed = _other.Incoming.Writer.FlushAsync();
            }

            return true;
        }
    }
}
