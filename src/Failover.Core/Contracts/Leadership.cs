namespace Failover;

/// <summary>One leadership of this process: an election, a term, and the right to act while it is held.</summary>
/// <remarks>
/// Not guaranteed: that code between a check of <see cref="IsHeld"/> and its effect runs while the leadership is held.
/// A paused process may act late. Send <see cref="Term"/> with every write, and let the resource refuse lower terms.
/// All members are safe to use from any thread.
/// </remarks>
public abstract class Leadership
{
    /// <summary>The name of the election.</summary>
    public abstract string Election { get; }

    /// <summary>The fencing token: 1 or more, greater than that of every earlier leadership of this election, never reused.</summary>
    public abstract long Term { get; }

    /// <summary>Whether this process may act as leader at this instant. Reads a monotonic clock at each call.</summary>
    public abstract bool IsHeld { get; }

    /// <summary>How much longer the leadership is held if the coordinator is not heard from again; zero when it is over.</summary>
    public abstract TimeSpan Remaining { get; }

    /// <summary>Cancelled when the leadership ends or is asked to end; the prompt signal, not the proof.</summary>
    public abstract CancellationToken Token { get; }

    /// <summary>Throws when the leadership is over.</summary>
    /// <exception cref="LeadershipLostException">The leadership is no longer held.</exception>
    public void ThrowIfLost()
    {
        if (!IsHeld)
        {
            throw new LeadershipLostException(Election, Term);
        }
    }
}
