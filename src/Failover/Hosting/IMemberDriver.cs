namespace Failover.Hosting;

/// <summary>What the application side asks of the process's driver. Any thread may call; no call blocks.</summary>
internal interface IMemberDriver
{
    /// <summary>Tells how fit this member is, by its own health checks. Repeating the same report is harmless.</summary>
    void ReportHealth(bool healthy, string? reason);

    /// <summary>All leader services of that term have ended, and this process acts in it no longer.</summary>
    void ReportReleased(string election, long term);

    /// <summary>
    /// Asks to end a leadership of this process. The driver answers with <see cref="IElectionObserver.OnReleaseRequested"/>, the
    /// application side stops, and calls <see cref="ReportReleased"/>.
    /// </summary>
    void Resign(string election, long term, VacancyCause cause, string? reason);

    /// <summary>Tells how good a successor this member would be; see <see cref="ILeaderElection.ReportPosition"/>.</summary>
    void ReportPosition(string election, long position);

    /// <summary>Moves a leadership, wherever it is now; completes when the successor is promoted.</summary>
    /// <exception cref="FailoverException">Refused or given up.</exception>
    Task<ElectionSnapshot> HandOverAsync(string election, string? target, string? reason, CancellationToken cancellationToken);

    /// <summary>Proves with a quorum that this process's leadership was held at some instant after the call; false if it was not.</summary>
    Task<bool> ConfirmAsync(string election, long term, CancellationToken cancellationToken);
}
