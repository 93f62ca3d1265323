namespace Failover.Chaos.Operators;

/// <summary>The words of the HTTP interface for how a command ended; of those that it may say, the ones that tests tell apart.</summary>
internal static class OutcomeWords
{
    public const string Done = "Done";
    public const string Conflict = "Conflict";

    /// <summary>Nothing was done: there was nobody to do it.</summary>
    public const string Unavailable = "Unavailable";

    /// <summary>It may have been done, or may yet be.</summary>
    public const string Unknown = "Unknown";
}
