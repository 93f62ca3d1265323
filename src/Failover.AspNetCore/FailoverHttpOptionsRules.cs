using Microsoft.Extensions.Options;

namespace Failover.AspNetCore;

/// <summary>What <see cref="FailoverHttpOptions"/> may say.</summary>
internal static class FailoverHttpOptionsRules
{
    private const int MostStreams = 10_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestStream = TimeSpan.FromDays(1);

    /// <summary>Throws, with all errors, if something is out of range.</summary>
    public static void Check(FailoverHttpOptions options)
    {
        string[] errors =
        [
            .. Text(nameof(options.ViewPolicy), options.ViewPolicy),
            .. Text(nameof(options.OperatePolicy), options.OperatePolicy),
            .. options.ActorClaim is null ? [] : Text(nameof(options.ActorClaim), options.ActorClaim),
            .. Range(nameof(options.MaxEventStreams), options.MaxEventStreams, 1, MostStreams),
            .. Range(nameof(options.HeartbeatInterval), options.HeartbeatInterval, Second, LongestHeartbeat),
            .. Range(nameof(options.EventStreamDuration), options.EventStreamDuration, Second, LongestStream),
        ];
        if (errors.Length > 0)
        {
            throw new OptionsValidationException(nameof(FailoverHttpOptions), typeof(FailoverHttpOptions), errors);
        }
    }

    private static IEnumerable<string> Text(string name, string value) =>
        string.IsNullOrWhiteSpace(value) ? [$"{name} must not be empty."] : [];

    private static IEnumerable<string> Range<T>(string name, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? [$"{name} is {value}; it must be from {least} to {most}."] : [];
}
