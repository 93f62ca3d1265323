using System.Collections.Frozen;
using System.Net;

namespace Failover.Hosting;

/// <summary>Makes the driver's settings of validated options.</summary>
internal static class ClusterSettingsFactory
{
    /// <summary>Converts the options.</summary>
    /// <param name="options">Options that passed validation.</param>
    /// <param name="applicationName">The host's application name, for the default data directory.</param>
    /// <exception cref="InvalidOperationException">There is no place for the default data directory.</exception>
    public static ClusterSettings Create(FailoverOptions options, string applicationName)
    {
        var members = MemberList.Read(options.Members).ToFrozenDictionary(member => member.Name, member => Parse(member.Address));
        var self = options.Member ?? ClusterSettings.LoneMember;
        if (members.Count == 0)
        {
            members = new Dictionary<string, EndPoint> { [self] = new IPEndPoint(IPAddress.Loopback, 0) }.ToFrozenDictionary();
        }

        return new ClusterSettings
        {
            ClusterId = options.ClusterId,
            Self = self,
            Members = members,
            ListenEndPoint = options.ListenAddress is { } address ? Parse(address) : null,
            DataDirectory = Path.GetFullPath(options.DataDirectory ?? DefaultDirectory(applicationName, options.ClusterId, self)),
            Elections = options.Elections.ToFrozenDictionary(),
            Labels = options.Labels.ToFrozenDictionary(),
            AdvertisedAddress = options.AdvertisedAddress,
            IsWitness = options.Witness,
            LeaseDuration = options.LeaseDuration,
            RenewalInterval = options.RenewalInterval,
            LowerElectionTimeout = options.ElectionTimeoutLower,
            UpperElectionTimeout = options.ElectionTimeoutUpper,
            RequestTimeout = options.RequestTimeout,
            ConnectTimeout = options.ConnectTimeout,
            ClockRateTolerance = options.ClockRateTolerance,
            LeaseSafetyMargin = options.LeaseSafetyMargin,
            CrashDetection = options.CrashDetection,
            ConfirmTimeout = options.ConfirmTimeout,
            OperationTimeout = options.OperationTimeout,
            PolicyTimeout = options.PolicyTimeout,
            ShutdownHandOverTimeout = options.ShutdownHandOverTimeout,
            UnhealthyGracePeriod = options.UnhealthyGracePeriod,
            HealthCheckInterval = options.HealthCheckInterval,
            QuarantineAfterResignation = options.Quarantine.AfterResignation,
            QuarantineAfterServiceFailure = options.Quarantine.AfterServiceFailure,
            Advice = [.. MemberRules.Advise(members.Count)],
        };
    }

    private static EndPoint Parse(string address) =>
        MemberAddress.TryParse(address, out var parsed, out var problem)
            ? parsed.EndPoint
            : throw new InvalidOperationException($"'{address}': {problem}");

    private static string DefaultDirectory(string applicationName, string clusterId, string self)
    {
        var root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (root.Length == 0)
        {
            throw new InvalidOperationException(
                "This user has no local application data folder (on Linux: neither XDG_DATA_HOME nor HOME is set). " +
                "Set Failover:DataDirectory to a directory that survives restarts.");
        }

        var application = string.Concat(applicationName.Select(c => Names.IsValid($"a{c}") ? c : '_')).Trim('.');
        return Path.Combine(root, "Failover", application.Length == 0 ? "application" : application, clusterId, self);
    }
}
