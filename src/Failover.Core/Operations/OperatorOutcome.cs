namespace Failover.Operations;

/// <summary>How an operator command ended.</summary>
public enum OperatorOutcome
{
    /// <summary>It did what it was asked.</summary>
    Done,

    /// <summary>Something is missing or not well-formed; <see cref="OperatorResult.Field"/> names it.</summary>
    Invalid,

    /// <summary>There is no election, member or request of that name.</summary>
    NotFound,

    /// <summary>It does not fit the present state, or lost a race; the message says what it found.</summary>
    Conflict,

    /// <summary>The term or revision that it names has moved on; the message says to what.</summary>
    Stale,

    /// <summary>The member can not be promoted; the message says why, and whether force would override that.</summary>
    NotEligible,

    /// <summary>No coordinator with a quorum could be reached, and nothing was done.</summary>
    Unavailable,

    /// <summary>No answer came in time. It may have been done, or may yet be: repeat it with the same key to know.</summary>
    Unknown,
}
