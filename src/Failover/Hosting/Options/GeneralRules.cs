namespace Failover.Hosting;

/// <summary>The rules for everything that is neither a member, a timing nor an election.</summary>
internal static class GeneralRules
{
    private const int MaxLabels = 32;
    private const int MaxLabelLength = 200;
    private const int MaxAddressLength = 500;

    public static void Check(FailoverOptions options, ConfigurationProblems problems)
    {
        problems.CheckName(nameof(options.ClusterId), options.ClusterId ?? string.Empty, "a cluster's id");
        problems.CheckEnum(nameof(options.CrashDetection), options.CrashDetection);
        if (options.AdvertisedAddress is { Length: > MaxAddressLength } address)
        {
            problems.Add(nameof(options.AdvertisedAddress), address, $"must be at most {MaxAddressLength} characters long.");
        }

        if (options.DataDirectory is { } directory
            && (string.IsNullOrWhiteSpace(directory) || directory.Contains('\0', StringComparison.Ordinal)))
        {
            problems.Add(nameof(options.DataDirectory), directory, "must be a path, or left out for the default.");
        }

        CheckLabels(options.Labels, problems);
    }

    private static void CheckLabels(IDictionary<string, string> labels, ConfigurationProblems problems)
    {
        if (labels.Count > MaxLabels)
        {
            problems.Add("Labels", labels.Count, $"a member has at most {MaxLabels} labels.");
        }

        foreach (var (name, value) in labels)
        {
            problems.CheckName($"Labels:{name}", name, "a label's name");
            if (value is null or { Length: > MaxLabelLength })
            {
                problems.Add($"Labels:{name}", value, $"must be a text of at most {MaxLabelLength} characters.");
            }
        }
    }
}
