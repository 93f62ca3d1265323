using System.Runtime.CompilerServices;

namespace Failover.Transport;

/// <summary>A channel from this process to itself, without the network. What is sent at one end is read at the other.</summary>
internal sealed class LocalFrameChannel : IFrameChannel
{
    private readonly FrameQueue _incoming;
    private readonly LocalPair _pair;
    private LocalFrameChannel? _other;

    private LocalFrameChannel(PeerIdentity self, FrameLimits limits, LocalPair pair)
    {
        Remote = self;
        _incoming = new FrameQueue(limits);
        _pair = pair;
    }

    public PeerIdentity Remote { get; }

    public string? CloseReason => _pair.CloseReason;

    /// <summary>Makes the two ends of a channel.</summary>
    /// <param name="self">This process, which is at both ends.</param>
    /// <param name="limits">How much it carries.</param>
    /// <param name="onClosed">Called once when either end closes.</param>
    public static (LocalFrameChannel Dialled, LocalFrameChannel Accepted) CreatePair(
        PeerIdentity self, FrameLimits limits, Action<LocalFrameChannel> onClosed)
    {
        var pair = new LocalPair();
        var dialled = new LocalFrameChannel(self, limits, pair);
        var accepted = new LocalFrameChannel(self, limits, pair);
        (dialled._other, accepted._other) = (accepted, dialled);
        pair.OnClosed = () =>
        {
            dialled._incoming.Complete();
            accepted._incoming.Complete();
            onClosed(dialled);
        };
        return (dialled, accepted);
    }

    /// <inheritdoc cref="FrameChannel.TrySend"/>
    public bool TrySend(ReadOnlyMemory<byte> frame)
    {
        if (_other!._incoming.TryEnqueue(frame))
        {
            return true;
        }

        _pair.Close("the queue was full");
        return false;
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _incoming.WaitAsync(cancellationToken))
        {
            while (_incoming.TryDequeue(out var frame))
            {
                yield return frame;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _pair.Close("closed by this process");
        return ValueTask.CompletedTask;
    }
}
