namespace Comparison.Reporting;

/// <summary>How a vacancy ended.</summary>
internal enum VacancyEnd
{
    /// <summary>Another member was promoted, without a person.</summary>
    Automatic,

    /// <summary>An operator approved.</summary>
    Approved,

    /// <summary>The old leader handed over, as planned.</summary>
    HandedOver,

    /// <summary>The same member came back.</summary>
    Returned,

    /// <summary>It lasted until the end of the observation.</summary>
    Open,
}
