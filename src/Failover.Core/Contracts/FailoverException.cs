namespace Failover;

/// <summary>An operation of the cluster was refused, or its outcome is not known. The message says which, and what to do.</summary>
public sealed class FailoverException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause, or null.</param>
    public FailoverException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
