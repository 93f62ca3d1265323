namespace Failover.Transport;

/// <summary>An ordered stream of frames between two members. Safe to use from any thread; one reader.</summary>
internal interface IFrameChannel : IAsyncDisposable
{
    /// <summary>Who the other side says it is. It is not proved here: see rule 4.</summary>
    PeerIdentity Remote { get; }

    /// <summary>
    /// Queues a frame without waiting and without copying it: the caller must not change it afterwards. False when the channel is
    /// closed, or was closed because the queue was full.
    /// </summary>
    bool TrySend(ReadOnlyMemory<byte> frame);

    /// <summary>The frames that arrive, until either side closes or the connection breaks. Does not throw for a broken connection.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Why the channel closed, for the log; null while it is open.</summary>
    string? CloseReason { get; }
}
