namespace Failover.Hosting;

/// <summary>The rules for the timings, alone and in relation to each other.</summary>
internal static class TimingRules
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static void Check(FailoverOptions options, ConfigurationProblems problems)
    {
        CheckRanges(options, problems);

        // What is out of any range was reported; arithmetic on it could only overflow.
        TimeSpan[] related =
        [
            options.LeaseDuration, options.RenewalInterval, options.ElectionTimeoutLower, options.ElectionTimeoutUpper,
            options.RequestTimeout, options.ConnectTimeout, options.LeaseSafetyMargin,
        ];
        if (related.All(span => span >= TimeSpan.Zero && span <= Day))
        {
            CheckElectionTimeouts(options, problems);
            CheckLease(options, problems);
        }
    }

    private static void CheckRanges(FailoverOptions options, ConfigurationProblems problems)
    {
        problems.CheckRange(nameof(options.LeaseDuration), options.LeaseDuration, TimeSpan.FromMilliseconds(200), FiveMinutes);
        problems.CheckRange(nameof(options.RenewalInterval), options.RenewalInterval, TimeSpan.FromMilliseconds(10), FiveMinutes);
        problems.CheckRange(nameof(options.ElectionTimeoutLower), options.ElectionTimeoutLower, TimeSpan.FromMilliseconds(30), Minute);
        problems.CheckRange(nameof(options.ElectionTimeoutUpper), options.ElectionTimeoutUpper, TimeSpan.FromMilliseconds(30), Minute);
        problems.CheckRange(nameof(options.RequestTimeout), options.RequestTimeout, Millisecond, Minute);
        problems.CheckRange(nameof(options.ConnectTimeout), options.ConnectTimeout, Millisecond, Minute);
        problems.CheckRange(nameof(options.ClockRateTolerance), options.ClockRateTolerance, 0, 0.5);
        problems.CheckRange(nameof(options.LeaseSafetyMargin), options.LeaseSafetyMargin, Millisecond, FiveMinutes);
        problems.CheckRange(nameof(options.ConfirmTimeout), options.ConfirmTimeout, Millisecond, FiveMinutes);
        problems.CheckRange(nameof(options.OperationTimeout), options.OperationTimeout, TimeSpan.FromMilliseconds(100), FiveMinutes);
        problems.CheckRange(nameof(options.PolicyTimeout), options.PolicyTimeout, Millisecond, FiveMinutes);
        problems.CheckRange(nameof(options.ShutdownHandOverTimeout), options.ShutdownHandOverTimeout, TimeSpan.Zero, Hour);
        problems.CheckRange(nameof(options.UnhealthyGracePeriod), options.UnhealthyGracePeriod, TimeSpan.Zero, Hour);
        problems.CheckRange(nameof(options.HealthCheckInterval), options.HealthCheckInterval, TimeSpan.FromMilliseconds(10), Hour);
        problems.CheckRange("Quarantine:AfterResignation", options.Quarantine.AfterResignation, TimeSpan.Zero, Day);
        problems.CheckRange("Quarantine:AfterServiceFailure", options.Quarantine.AfterServiceFailure, TimeSpan.Zero, Day);
    }

    private static void CheckElectionTimeouts(FailoverOptions options, ConfigurationProblems problems)
    {
        var lower = options.ElectionTimeoutLower;
        if (lower >= options.ElectionTimeoutUpper)
        {
            problems.Add(
                nameof(options.ElectionTimeoutLower),
                lower,
                $"must be less than {problems.Key(nameof(options.ElectionTimeoutUpper))} ({Show(options.ElectionTimeoutUpper)}); " +
                "members that try at the same moment split the votes.");
        }

        CheckThird(nameof(options.RequestTimeout), options.RequestTimeout);
        CheckThird(nameof(options.ConnectTimeout), options.ConnectTimeout);

        void CheckThird(string key, TimeSpan value)
        {
            if (value > lower / 3)
            {
                problems.Add(
                    key,
                    value,
                    $"must be at most a third of {problems.Key(nameof(options.ElectionTimeoutLower))} " +
                    $"({Show(lower)} / 3 = {Show(lower / 3)}), " +
                    "because a vote waits for every answer. " +
                    $"Lower it to {Show(lower / 3)}, or raise {nameof(options.ElectionTimeoutLower)} to {Show(value * 3)}.");
            }
        }
    }

    private static void CheckLease(FailoverOptions options, ConfigurationProblems problems)
    {
        var lease = options.LeaseDuration;
        var quarter = lease / 4;
        if (options.RenewalInterval > quarter)
        {
            problems.Add(
                nameof(options.RenewalInterval),
                options.RenewalInterval,
                $"must be at most a quarter of {problems.Key(nameof(options.LeaseDuration))} ({Show(lease)} / 4 = {Show(quarter)}), " +
                "so that a few lost renewals cost nothing. " +
                $"Lower it to {Show(quarter)}, or raise {nameof(options.LeaseDuration)} to {Show(options.RenewalInterval * 4)}.");
        }

        var half = lease / 2;
        if (options.LeaseSafetyMargin >= half)
        {
            problems.Add(
                nameof(options.LeaseSafetyMargin),
                options.LeaseSafetyMargin,
                $"must be less than half of {problems.Key(nameof(options.LeaseDuration))} ({Show(lease)} / 2 = {Show(half)}).");
        }

        // A renewal may wait for those of the others as long as there is between two of its own.
        var coordinatorFailover = (4 * options.ElectionTimeoutUpper) + (2 * options.RenewalInterval);
        var needed = coordinatorFailover + options.LeaseSafetyMargin;
        if (lease < needed)
        {
            problems.Add(
                nameof(options.LeaseDuration),
                lease,
                $"must be at least 4 x {nameof(options.ElectionTimeoutUpper)} + 2 x {nameof(options.RenewalInterval)} + " +
                $"{nameof(options.LeaseSafetyMargin)} (4 x {Show(options.ElectionTimeoutUpper)} + 2 x {Show(options.RenewalInterval)} + " +
                $"{Show(options.LeaseSafetyMargin)} = {Show(needed)}), " +
                "or leaders are lost whenever the coordinator fails. " +
                $"Raise it to {Show(needed)}, or lower {nameof(options.ElectionTimeoutUpper)}.");
        }
    }

    private static string Show(TimeSpan span) => ConfigurationProblems.Show(span);
}
