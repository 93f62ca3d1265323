namespace Failover.RaftModel.Tests.Clusters;

/// <summary>A cluster that scenarios run on: of the simulation's model, or of real members.</summary>
internal interface IRaftCluster : IAsyncDisposable
{
    IReadOnlyList<string> Members { get; }

    /// <summary>
    /// How often a scenario in which a leader has to stay may be tried: a machine that is busy for longer than an election time-out
    /// deposes real leaders, but not each time.
    /// </summary>
    int Attempts { get; }

    /// <summary>All lives of all members, in order.</summary>
    IReadOnlyList<MemberView> Lives { get; }

    /// <summary>Starts a member that is down, with what is on its disk.</summary>
    Task StartAsync(string member);

    /// <summary>Ends a member without a word to the others.</summary>
    Task CrashAsync(string member);

    /// <summary>What one member sends another is lost from now on.</summary>
    void Cut(string from, string to);

    void Mend(string from, string to);

    /// <summary>Gives up leading, if it does.</summary>
    Task ResignAsync(string member);

    /// <summary>Proposes an entry at a member that leads in that Raft term, or does not.</summary>
    Answer Propose(string member, string entry, long raftTerm);

    /// <summary>Has a member prove with a quorum that it leads in that Raft term.</summary>
    Answer Confirm(string member, long raftTerm);

    /// <summary>The present life of a member, or its last.</summary>
    MemberView View(string member);

    Promise PromiseOf(string member);

    /// <summary>Raises the Raft term of a member that is down, as elections do that it stands in and does not win.</summary>
    Task MissElectionsAsync(string member, int terms);

    /// <summary>Returns when the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not, within a minute.</exception>
    Task UntilAsync(Func<bool> condition, string what);
}
