using Failover.Operations;

namespace Failover.Hosting;

/// <summary>The rules for elections and what is registered for them.</summary>
internal static class ElectionRules
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static void Check(FailoverOptions options, FailoverRegistrations registrations, ConfigurationProblems problems)
    {
        foreach (var (name, election) in options.Elections)
        {
            var key = $"Elections:{name}";
            problems.CheckName(key, name, "an election's name");
            CheckElection(key, election, problems);
            CheckPromotion($"{key}:{nameof(election.Promotion)}", election.Promotion, registrations, problems);
        }

        var sameNames = options.Elections.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1);
        foreach (var twins in sameNames)
        {
            problems.Add("Elections", string.Join(", ", twins), "names of elections differ by more than case.");
        }

        var known = options.Elections.Count == 0 ? "none is registered" : $"registered are {string.Join(", ", options.Elections.Keys)}";
        foreach (var (method, type, election) in registrations.Uses.Where(use => !options.Elections.ContainsKey(use.Election)))
        {
            problems.Add(
                $"Elections:{election}",
                null,
                $"{method}<{type.Name}>(\"{election}\") needs an election of that name; {known}. " +
                $"Call AddElection(\"{election}\"), or add it to the configuration.");
        }
    }

    private static void CheckPromotion(string key, PromotionOptions promotion, FailoverRegistrations registrations, ConfigurationProblems problems)
    {
        var (second, week) = (TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));
        if (!registrations.PolicyNames.Contains(promotion.Policy))
        {
            problems.Add(
                $"{key}:{nameof(promotion.Policy)}",
                promotion.Policy,
                $"is no policy; there are {string.Join(", ", registrations.PolicyNames)}. Add one of your own with AddPromotionPolicy.");
        }

        problems.CheckRange($"{key}:{nameof(promotion.Approvals)}", promotion.Approvals, 1, 5);
        problems.CheckEnum($"{key}:{nameof(promotion.OnRequestTimeout)}", promotion.OnRequestTimeout);
        problems.CheckRange($"{key}:{nameof(promotion.Window)}", promotion.Window, second, week);
        if (promotion.RequestTimeout is { } timeout)
        {
            problems.CheckRange($"{key}:{nameof(promotion.RequestTimeout)}", timeout, second, week);
        }

        if (promotion.MostPromotions is { } most)
        {
            problems.CheckRange($"{key}:{nameof(promotion.MostPromotions)}", most, 1, 30);
        }

        if (promotion.WithinLabel is { } label)
        {
            problems.CheckName($"{key}:{nameof(promotion.WithinLabel)}", label, "a label's name");
        }

        if (promotion is { Policy: PromotionPolicy.WithinLimitsName, MostPromotions: null, WithinLabel: null })
        {
            problems.Add(
                $"{key}:{nameof(promotion.MostPromotions)}",
                null,
                $"the policy {PromotionPolicy.WithinLimitsName} needs a limit: {nameof(promotion.MostPromotions)}, {nameof(promotion.WithinLabel)}, or both.");
        }
    }

    private static void CheckElection(string key, ElectionOptions election, ConfigurationProblems problems)
    {
        problems.CheckRange($"{key}:{nameof(election.Priority)}", election.Priority, -1000, 1000);
        problems.CheckRange($"{key}:{nameof(election.StopTimeout)}", election.StopTimeout, TimeSpan.Zero, Hour);
        problems.CheckEnum($"{key}:{nameof(election.ServiceFailureAction)}", election.ServiceFailureAction);
        problems.CheckEnum($"{key}:{nameof(election.StuckServiceAction)}", election.StuckServiceAction);
        problems.CheckRange($"{key}:{nameof(election.MaxRestartDelay)}", election.MaxRestartDelay, TimeSpan.FromMilliseconds(1), Hour);
        problems.CheckRange($"{key}:{nameof(election.RestartDelay)}", election.RestartDelay, TimeSpan.FromMilliseconds(1), Hour);
        if (election.RestartDelay > election.MaxRestartDelay)
        {
            problems.Add(
                $"{key}:{nameof(election.RestartDelay)}",
                election.RestartDelay,
                $"must be at most {nameof(election.MaxRestartDelay)} ({ConfigurationProblems.Show(election.MaxRestartDelay)}).");
        }
    }
}
