namespace Comparison.Columns;

/// <summary>What came of an operator's word.</summary>
/// <param name="Done">Whether it took effect.</param>
/// <param name="Message">What the cluster said.</param>
internal sealed record Decision(bool Done, string Message);
