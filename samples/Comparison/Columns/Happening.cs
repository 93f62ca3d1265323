namespace Comparison.Columns;

/// <summary>One line of a column's story.</summary>
/// <param name="At">Seconds since the comparison began.</param>
/// <param name="Text">What happened.</param>
internal sealed record Happening(double At, string Text);
