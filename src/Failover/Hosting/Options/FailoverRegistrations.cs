using Failover.Operations;
using Microsoft.Extensions.Configuration;

namespace Failover.Hosting;

/// <summary>
/// What the application asked for with <c>AddFailover</c> and its builder, kept until the host starts, so that order is no matter.
/// </summary>
internal sealed class FailoverRegistrations
{
    private readonly List<Action<FailoverOptions>> _elections = [];
    private readonly List<Action<FailoverOptions>> _configurations = [];
    private readonly List<string> _configurationMessages = [];

    /// <summary>The path of the first configuration section, for messages.</summary>
    public string SectionPath { get; private set; } = "Failover";

    /// <summary>What is wrong with the keys and values of the configuration itself.</summary>
    public IReadOnlyList<string> ConfigurationMessages => _configurationMessages;

    /// <summary>The leader services, in the order of registration.</summary>
    public List<ElectionUse> LeaderServices { get; } = [];

    /// <summary>The leadership handlers, in the order of registration.</summary>
    public List<ElectionUse> Handlers { get; } = [];

    /// <summary>The names of the policies that an election may have: ours, then the application's.</summary>
    public List<string> PolicyNames { get; } =
        [PromotionPolicy.AutomaticName, PromotionPolicy.OperatorApprovedName, PromotionPolicy.WithinLimitsName];

    /// <summary>Everything that names an election.</summary>
    public IEnumerable<ElectionUse> Uses => LeaderServices.Concat(Handlers);

    /// <summary>Which health checks count; null when all do.</summary>
    public IReadOnlySet<string>? HealthCheckTags { get; private set; } = new HashSet<string>();

    /// <summary>Makes health checks with these tags count; all checks when there are none.</summary>
    public void AddHealthCheckTags(IReadOnlyCollection<string> tags) =>
        HealthCheckTags = tags.Count == 0 || HealthCheckTags is null ? null : HealthCheckTags.Union(tags).ToHashSet();

    /// <summary>Registers an election and its defaults, below the configuration.</summary>
    public void AddElection(string name, Action<ElectionOptions>? configure) => _elections.Add(options =>
    {
        if (!options.Elections.TryGetValue(name, out var election))
        {
            options.Elections.Add(name, election = new ElectionOptions());
        }

        configure?.Invoke(election);
    });

    /// <summary>Registers settings in code.</summary>
    public void AddConfiguration(Action<FailoverOptions> configure) => _configurations.Add(configure);

    /// <summary>Registers a configuration section, or a whole configuration, of which the section <c>Failover</c> is taken.</summary>
    public void AddConfiguration(IConfiguration configuration)
    {
        var section = configuration as IConfigurationSection ?? configuration.GetSection("Failover");
        SectionPath = section.Path;
        _configurations.Add(options =>
        {
            var problems = new ConfigurationProblems(section.Path);
            new ConfigurationReader(problems).Bind(section, options);
            _configurationMessages.AddRange(problems.Messages);
        });
    }

    /// <summary>Applies it all: the elections' defaults first, then the configurations in the order of the calls.</summary>
    public void Configure(FailoverOptions options)
    {
        _configurationMessages.Clear();
        foreach (var step in _elections.Concat(_configurations))
        {
            step(options);
        }
    }
}
