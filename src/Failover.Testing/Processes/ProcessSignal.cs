namespace Failover.Testing;

/// <summary>The POSIX signals that <see cref="MemberProcess"/> sends.</summary>
public enum ProcessSignal
{
    /// <summary>SIGKILL: the process ends at once, without a word.</summary>
    Kill = 9,

    /// <summary>SIGTERM: the host stops gracefully.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: a stopped process goes on.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: the process is frozen, and its connections stay open.</summary>
    Stop = 19,
}
