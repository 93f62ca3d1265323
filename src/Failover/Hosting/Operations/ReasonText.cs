namespace Failover.Hosting.Operations;

/// <summary>Reasons that an application gives. They are kept in the replicated log, and may be as long as an operator's.</summary>
internal static class ReasonText
{
    /// <summary>The reason, or its beginning where it is too long.</summary>
    public static string Shorten(string reason, int most = CommandRules.MaxReasonLength) => reason.Length <= most ? reason : $"{reason[..(most - 1)]}…";
}
