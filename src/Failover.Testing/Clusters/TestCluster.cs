using System.Globalization;
using Failover.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failover.Testing;

/// <summary>
/// A cluster in one process, for tests of applications: every member is a real host with a real log in a temporary directory; only
/// the network is in memory, with faults (see <see cref="Network"/>). Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// await using var cluster = new TestCluster(3, failover => failover.AddElection("orders").AddLeaderService&lt;Dispatcher&gt;("orders"));
/// await cluster.StartAsync();
/// var leader = await cluster.WaitForLeaderAsync("orders");
/// await cluster.CrashAsync(leader.Name);
/// var next = await cluster.WaitForLeaderAsync("orders");
/// </code>
/// </example>
public sealed class TestCluster : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly string _directory = Directory.CreateTempSubdirectory("failover-test-").FullName;
    private readonly SortedDictionary<string, TestMember> _members = new(StringComparer.Ordinal);
    private readonly Action<IFailoverBuilder> _configure;
    private readonly Action<FailoverOptions> _options;
    private readonly string[] _names;

    /// <summary>Describes the cluster; started by <see cref="StartAsync()"/>.</summary>
    /// <param name="size">How many members: n1, n2 …</param>
    /// <param name="configure">Adds elections, leader services and handlers to each member.</param>
    /// <param name="options">More settings of each member, after those of the cluster; null for the defaults.</param>
    public TestCluster(int size, Action<IFailoverBuilder> configure, Action<FailoverOptions>? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        _names = [.. Enumerable.Range(1, size).Select(number => string.Create(CultureInfo.InvariantCulture, $"n{number}"))];
        _configure = configure;
        _options = options ?? (_ => { });
    }

    /// <summary>The network between the members, with its faults.</summary>
    public InMemoryNetwork Network { get; } = new();

    /// <summary>The names of all members.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The members that run.</summary>
    public IEnumerable<TestMember> Running => _members.Values.Where(member => !member.IsGone);

    /// <summary>How long the waits below wait before they give up. Default: 60 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The present life of a member.</summary>
    /// <param name="name">The member's name.</param>
    public TestMember this[string name] => _members[name];

    /// <summary>Where a member keeps its data; removed with the cluster.</summary>
    /// <param name="name">The member's name.</param>
    public string DataDirectory(string name) => Path.Combine(_directory, name);

    /// <summary>Starts all members. Does not wait for a leader.</summary>
    public Task StartAsync() => Task.WhenAll(_names.Select(StartAsync));

    /// <summary>Starts a member, also again after it crashed or stopped, on the data that it left.</summary>
    /// <param name="name">The member's name.</param>
    public async Task StartAsync(string name)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(Network.For(name));
        _configure(builder.Services.AddFailover(options =>
        {
            options.Member = name;
            options.DataDirectory = DataDirectory(name);
            foreach (var member in _names)
            {
                options.Members[member] = Network.AddressOf(member).ToString()!;
            }

            _options(options);
        }));
        var member = new TestMember(name, builder.Build());
        lock (_members)
        {
            _members[name] = member;
        }

        await member.StartAsync();
    }

    /// <summary>Ends a member as SIGKILL would: connections are reset, its address refuses, nothing is released.</summary>
    /// <param name="name">The member's name.</param>
    public async Task CrashAsync(string name)
    {
        // A process that is killed acts no more when its address begins to refuse. Here, its services have to be stopped first,
        // and nothing that they or its session still say gets out.
        Network.Pause(name);
        await _members[name].AbortAsync(() => Network.Crash(name));
    }

    /// <summary>Stops a member's host gracefully: it hands over, and leaves.</summary>
    /// <param name="name">The member's name.</param>
    public Task StopAsync(string name) => _members[name].StopAsync();

    /// <summary>Waits until a running member leads.</summary>
    /// <param name="election">The name of the election.</param>
    /// <param name="afterTerm">Only a leadership in a later term counts.</param>
    /// <exception cref="TimeoutException">Nobody leads within <see cref="Patience"/>.</exception>
    public async Task<TestMember> WaitForLeaderAsync(string election, long afterTerm = 0)
    {
        TestMember? leader = null;
        await WaitUntilAsync(
            () => (leader = Running.FirstOrDefault(member => member.Election(election).Leadership is { } held && held.Term > afterTerm)) is not null,
            () => $"nobody leads '{election}' after term {afterTerm}: {string.Join("; ", Running.Select(member => $"{member.Name} sees {member.Election(election).Current}"))}");
        return leader!;
    }

    /// <summary>
    /// Waits until every running member could be promoted: a first leader may be elected before all have joined. Every member must be a
    /// candidate of the election, and neither drained nor unfit.
    /// </summary>
    /// <param name="election">The name of the election.</param>
    /// <exception cref="TimeoutException">A member is not eligible within <see cref="Patience"/>.</exception>
    public async Task WaitForCandidatesAsync(string election)
    {
        Explanation? seen = null;
        await PollAsync(
            async () =>
            {
                try
                {
                    seen = await Running.First().Host.Services.GetRequiredService<IFailoverOperations>().ExplainAsync(election);
                }
                catch (FailoverException)
                {
                    // Nobody coordinates now.
                }

                return seen?.Candidates.Count(candidate => candidate.Rank is not null) == Running.Count();
            },
            () => seen is null ? "nobody coordinates"
                : $"not all {Running.Count()} members could lead '{election}': {string.Join("; ", seen.Candidates.Select(candidate => $"{candidate.Member}: {candidate.Excluded ?? "eligible"}"))}");
    }

    /// <summary>Waits until a condition holds; it is looked at every 5 ms.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="describe">Says what is not as it should be, for the error.</param>
    /// <exception cref="TimeoutException">It does not hold within <see cref="Patience"/>.</exception>
    public Task WaitUntilAsync(Func<bool> condition, Func<string> describe)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(describe);
        return PollAsync(() => Task.FromResult(condition()), describe);
    }

    /// <summary>Ends every member without ceremony, and removes their data.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var member in Running.ToArray())
        {
            await CrashAsync(member.Name);
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task PollAsync(Func<Task<bool>> condition, Func<string> describe)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var end = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(end) > Patience)
            {
                throw new TimeoutException($"After {Patience.TotalSeconds:F0} s, {describe()}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
