using System.Diagnostics;

namespace Failover.Diagnostics;

/// <summary>The activity source <c>Failover</c>: one span per operation that somebody waits for.</summary>
internal static class FailoverActivity
{
    public const string SourceName = "Failover";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts a span, or returns null when nobody listens.</summary>
    /// <param name="operation">The operation, for example <c>hand_over</c>.</param>
    /// <param name="election">The name of the election.</param>
    /// <param name="term">The term it is about, or null.</param>
    public static Activity? Start(string operation, string election, long? term = null)
    {
        var activity = Source.StartActivity($"failover.{operation}");
        activity?.SetTag("failover.election", election);
        if (term is { } value)
        {
            activity?.SetTag("failover.term", value);
        }

        return activity;
    }

    /// <summary>Whether anybody listens: where a span needs something remembered, it is remembered only then.</summary>
    public static bool IsListenedTo => Source.HasListeners();

    /// <summary>Tells of something that is over: a span from its beginning to its end, by the wall clock.</summary>
    /// <param name="operation">The operation, for example <c>renewal</c>.</param>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended.</param>
    /// <param name="tags">What it was about.</param>
    public static void Record(string operation, DateTimeOffset from, DateTimeOffset to, params ReadOnlySpan<(string Name, object? Value)> tags)
    {
        if (!Source.HasListeners())
        {
            return;
        }

        using var activity = Source.StartActivity($"failover.{operation}", ActivityKind.Internal, parentContext: default, startTime: from);
        foreach (var (name, value) in tags)
        {
            activity?.SetTag(name, value);
        }

        // The clocks of two coordinators may differ.
        activity?.SetEndTime((to < from ? from : to).UtcDateTime);
    }

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity? activity, Exception error)
    {
        activity?.SetStatus(ActivityStatusCode.Error, error.Message);
        activity?.AddException(error);
    }
}
