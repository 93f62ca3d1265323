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

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity? activity, Exception error)
    {
        activity?.SetStatus(ActivityStatusCode.Error, error.Message);
        activity?.AddException(error);
    }
}
