using System.Threading.Channels;

namespace Failover.Transport;

/// <summary>
/// Frames that wait for one reader, bounded in number and in bytes. Safe to use from any thread. A reader that waits goes on in the call that
/// enqueues, so it must never block.
/// </summary>
internal sealed class FrameQueue
{
    private readonly Channel<ReadOnlyMemory<byte>> _frames;
    private readonly FrameLimits _limits;
    private long _bytes;

    public FrameQueue(FrameLimits limits)
    {
        _limits = limits;
        _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(limits.MaxQueuedFrames) { SingleReader = true, AllowSynchronousContinuations = true });
    }

    /// <summary>False when the queue is full, or complete.</summary>
    /// <exception cref="ArgumentException">The frame is empty or longer than allowed: a mistake of the caller.</exception>
    public bool TryEnqueue(ReadOnlyMemory<byte> frame)
    {
        if (frame.Length == 0 || frame.Length > _limits.MaxFrameBytes)
        {
            throw new ArgumentException($"A frame has 1 to {_limits.MaxFrameBytes} bytes, not {frame.Length}.", nameof(frame));
        }

        if (Interlocked.Add(ref _bytes, frame.Length) <= _limits.MaxQueuedBytes && _frames.Writer.TryWrite(frame))
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -frame.Length);
        return false;
    }

    /// <summary>Takes no more frames. Those that wait can still be taken.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Waits for a frame; false when the queue is complete and empty.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _frames.Reader.WaitToReadAsync(cancellationToken);

    public bool TryDequeue(out ReadOnlyMemory<byte> frame)
    {
        if (!_frames.Reader.TryRead(out frame))
        {
            return false;
        }

        Interlocked.Add(ref _bytes, -frame.Length);
        return true;
    }
}
