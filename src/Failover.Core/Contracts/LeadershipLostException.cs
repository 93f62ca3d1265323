namespace Failover;

/// <summary>A leadership that was needed is over.</summary>
public sealed class LeadershipLostException : InvalidOperationException
{
    /// <summary>Creates the exception for a leadership.</summary>
    /// <param name="election">The name of the election.</param>
    /// <param name="term">The term of the leadership that is over.</param>
    public LeadershipLostException(string election, long term)
        : base($"The leadership of election '{election}' in term {term} is over. Stop the work; another member may lead now.")
    {
        Election = election;
        Term = term;
    }

    /// <summary>The name of the election.</summary>
    public string Election { get; }

    /// <summary>The term of the leadership that is over.</summary>
    public long Term { get; }
}
