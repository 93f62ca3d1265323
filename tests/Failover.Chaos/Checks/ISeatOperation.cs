namespace Failover.Chaos.Checks;

/// <summary>An operation from its call to its answer. It takes effect at one instant between the two.</summary>
internal interface ISeatOperation
{
    /// <summary>What it reads or changes. Operations about something else do not matter to it.</summary>
    string About { get; }

    /// <summary>When it began; 0 where that is not known.</summary>
    long InvokedNanoseconds { get; }

    /// <summary>When it was answered, or its effect was seen.</summary>
    long ReturnedNanoseconds { get; }

    /// <summary>The state after it, or null when it can not take effect in this state.</summary>
    Seat? ApplyTo(Seat state);
}
