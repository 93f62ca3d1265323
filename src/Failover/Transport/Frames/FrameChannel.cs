using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>Frames over a connection. One loop writes them, many to a flush when they queue up.</summary>
internal sealed class FrameChannel : IFrameChannel
{
    /// <summary>How many bytes are gathered before a flush.</summary>
    private const int BatchBytes = 32 * 1024;

    /// <summary>How long a disposal waits for the queue to drain; longer only if the peer reads nothing.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMilliseconds(500);

    private readonly ConnectionContext _connection;
    private readonly FrameLimits _limits;
    private readonly TimeProvider _timeProvider;
    private readonly Action<FrameChannel> _onClosed;
    private readonly FrameQueue _queue;
    private readonly Task _writing;
    private readonly Lazy<Task> _disposal;
    private string? _closeReason;
    private int _readers;

    /// <param name="connection">The connection, after its handshake. The channel owns it.</param>
    /// <param name="remote">Who is at the other end.</param>
    /// <param name="limits">How much it carries.</param>
    /// <param name="timeProvider">Bounds the draining at disposal.</param>
    /// <param name="onClosed">Called once when the channel closes, from any thread; must not block or throw.</param>
    public FrameChannel(
        ConnectionContext connection, PeerIdentity remote, FrameLimits limits, TimeProvider timeProvider, Action<FrameChannel> onClosed)
    {
        _connection = connection;
        _limits = limits;
        _timeProvider = timeProvider;
        _onClosed = onClosed;
        _queue = new FrameQueue(limits);
        Remote = remote;
        _writing = WriteAllAsync();
        _disposal = new Lazy<Task>(DrainAndDisposeAsync);
    }

    public PeerIdentity Remote { get; }

    public string? CloseReason => Volatile.Read(ref _closeReason);

    /// <summary>
    /// Queues a frame without waiting and without copying it: the caller must not change it any more. False when the channel is closed,
    /// or was closed because the queue was full.
    /// </summary>
    /// <exception cref="ArgumentException">The frame is empty or too long.</exception>
    public bool TrySend(ReadOnlyMemory<byte> frame)
    {
        if (_queue.TryEnqueue(frame))
        {
            return true;
        }

        if (CloseReason is null)
        {
            // One that is closed may still drain what it has.
            Close($"the queue was full: {_limits.MaxQueuedFrames} frames or {_limits.MaxQueuedBytes} bytes");
        }

        return false;
    }

    /// <exception cref="InvalidOperationException">Somebody reads this channel already.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _readers, 1) != 0)
        {
            throw new InvalidOperationException("A frame channel has one reader.");
        }

        try
        {
            while (await ReadAsync(cancellationToken) is { } frame)
            {
                yield return frame;
            }
        }
        finally
        {
            Volatile.Write(ref _readers, 0);
        }
    }

    /// <summary>Closes because the process at the other end seems to have ended: who reads hears of it at once, also while the connection is open.</summary>
    public void Lose()
    {
        MarkClosed("the lifeline of its process ended");
        _connection.Transport.Input.CancelPendingRead();
    }

    public ValueTask DisposeAsync()
    {
        MarkClosed("closed by this side");
        return new ValueTask(_disposal.Value);
    }

    private async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var frame = await FrameWire.ReadAsync(_connection.Transport.Input, _limits.MaxFrameBytes, cancellationToken);
            if (frame is null)
            {
                // No need to abort what the peer has ended, and who reads shall hear of it first.
                MarkClosed("closed by the peer");
            }

            return frame;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            Close(exception.Message);
        }

        return null;
    }

    private async Task WriteAllAsync()
    {
        var output = _connection.Transport.Output;
        try
        {
            while (await _queue.WaitAsync(CancellationToken.None))
            {
                while (output.UnflushedBytes < BatchBytes && _queue.TryDequeue(out var frame))
                {
                    FrameWire.Write(output, frame.Span);
                }

                var flushed = await output.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    Close("closed by the peer");
                    return;
                }
            }
        }
        catch (IOException exception)
        {
            Close(exception.Message);
        }
    }

    /// <summary>Closes without waiting for queued frames.</summary>
    private void Close(string reason)
    {
        MarkClosed(reason);
        _connection.Abort(new ConnectionAbortedException(reason));
    }

    private void MarkClosed(string reason)
    {
        if (Interlocked.CompareExchange(ref _closeReason, reason, null) is null)
        {
            _queue.Complete();
            _onClosed(this);
        }
    }

    private async Task DrainAndDisposeAsync()
    {
        try
        {
            await _writing.WaitAsync(DrainLimit, _timeProvider);
        }
        catch (TimeoutException)
        {
            _connection.Abort(new ConnectionAbortedException("The peer takes no more bytes."));
            await _writing;
        }

        await _connection.DisposeAsync();
    }
}
