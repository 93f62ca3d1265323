using System.Collections.Frozen;
using Failover.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting;

/// <summary>The elections of this host. Safe to use from any thread.</summary>
internal sealed class ElectionRegistry : ILeaderElectionFactory
{
    private readonly FrozenDictionary<string, LeaderElection> _elections;
    private readonly ClusterSettings _settings;
    private readonly FailoverRegistrations _registrations;
    private readonly HostContext _host;
    private readonly List<AsyncServiceScope> _handlerScopes = [];

    /// <summary>Creates the elections; nothing runs yet.</summary>
    public ElectionRegistry(ClusterSettings settings, FailoverRegistrations registrations, HostContext host)
    {
        _settings = settings;
        _registrations = registrations;
        _host = host;
        _elections = settings.Elections.ToFrozenDictionary(
            election => election.Key,
            election => new LeaderElection(election.Key, CreateRunners(election.Key, election.Value), host));
    }

    /// <inheritdoc />
    public IReadOnlyCollection<string> Names => _elections.Keys;

    /// <summary>The names of all policies that an election may have.</summary>
    public IReadOnlyCollection<string> PolicyNames => _registrations.PolicyNames;

    /// <summary>The elections, for the driver to tell.</summary>
    public IEnumerable<KeyValuePair<string, IElectionObserver>> Observers =>
        _elections.Select(election => KeyValuePair.Create(election.Key, (IElectionObserver)election.Value));

    /// <summary>All elections.</summary>
    public IReadOnlyCollection<LeaderElection> Elections => _elections.Values;

    /// <inheritdoc />
    public ILeaderElection Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _elections.GetValueOrDefault(name) ?? throw new ArgumentException(
            $"No election '{name}' is registered; registered are: {(Names.Count == 0 ? "none" : string.Join(", ", Names))}. " +
            $"Call AddElection(\"{name}\"), or add it to the configuration.",
            nameof(name));
    }

    /// <summary>Creates the leadership handlers, and makes the driver known. Call once, before the driver tells anything.</summary>
    public void Start(IMemberDriver driver)
    {
        var logger = LoggerFor<ElectionRegistry>();
        foreach (var advice in _settings.Advice)
        {
            logger.ConfigurationAdvice(advice);
        }

        _host.Driver.Attach(driver);
        foreach (var election in _elections.Values)
        {
            election.AddHandler(new LeadershipReporter(_host.Metrics, LoggerFor<LeadershipReporter>()));
        }

        foreach (var (_, type, election) in _registrations.Handlers)
        {
            var scope = _host.Scopes.CreateAsyncScope();
            _handlerScopes.Add(scope);
            _elections[election].AddHandler((ILeadershipHandler)scope.ServiceProvider.GetRequiredService(type));
        }
    }

    /// <summary>Ends what is left of the elections, after the driver has stopped.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_elections.Values.Select(election => election.CompleteAsync(cancellationToken)));
        foreach (var scope in _handlerScopes)
        {
            await scope.DisposeAsync();
        }

        _handlerScopes.Clear();
    }

    private Logger<T> LoggerFor<T>() => new(_host.LoggerFactory);

    private List<LeaderServiceRunner> CreateRunners(string election, ElectionOptions options) =>
        [
            .. _registrations.LeaderServices
                .Where(use => use.Election == election)
                .Select(use => new LeaderServiceRunner(use.Type, options, _host)),
        ];
}
