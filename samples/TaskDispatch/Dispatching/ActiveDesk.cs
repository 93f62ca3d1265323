namespace TaskDispatch.Dispatching;

/// <summary>
/// Where the HTTP endpoints find the desk of the dispatcher that runs in this process, if one does. Safe to use from any thread.
/// </summary>
public sealed class ActiveDesk
{
    private DispatchDesk? _current;

    /// <summary>The desk, or null while this process does not lead.</summary>
    public DispatchDesk? Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
