namespace Failover.AspNetCore.Tests.Support;

/// <summary>An election, seen from one member, in which the test decides who leads.</summary>
internal sealed class FakeElection(string name) : ILeaderElection
{
    private static readonly Dictionary<string, string> NoLabels = [];

    public string Name => name;

    public ElectionSnapshot Current { get; private set; } = new() { Election = name, Term = 0 };

    public bool IsLeader { get; set; }

    public Leadership? Leadership => null;

    /// <summary>Lets this member see who leads, or that nobody does.</summary>
    public void See(long term, string? leader, string? address, bool isSelf = false) => Current = new ElectionSnapshot
    {
        Election = name,
        Term = term,
        Leader = leader is null ? null : new LeaderInfo(leader, 1, address, NoLabels),
        IsSelf = isSelf,
    };

    public Task<Leadership> WaitForLeadershipAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<ElectionSnapshot> WatchAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResignAsync(string? reason = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void ReportPosition(long position) => throw new NotSupportedException();

    public Task<ElectionSnapshot> HandOverAsync(string? target = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Leadership> ConfirmAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
