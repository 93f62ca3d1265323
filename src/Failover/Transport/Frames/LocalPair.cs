namespace Failover.Transport;

/// <summary>What the two ends of a local channel share: whether it is open.</summary>
internal sealed class LocalPair
{
    private string? _closeReason;

    public string? CloseReason => Volatile.Read(ref _closeReason);

    public Action OnClosed { get; set; } = () => { };

    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _closeReason, reason, null) is null)
        {
            OnClosed();
        }
    }
}
