namespace Comparison.Faults;

/// <summary>A fault, for people.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Key">Its name in files and requests.</param>
/// <param name="Title">What the button says.</param>
/// <param name="Seconds">How long it usually lasts.</param>
/// <param name="Watch">What to look at.</param>
internal sealed record FaultInfo(FaultKind Kind, string Key, string Title, double Seconds, string Watch);
