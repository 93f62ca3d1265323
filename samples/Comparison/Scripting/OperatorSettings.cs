namespace Comparison.Scripting;

/// <summary>The simulated operator: reaction times are log-normal.</summary>
/// <param name="MedianSeconds">Half of the reactions are quicker.</param>
/// <param name="Spread">Of the logarithm: two thirds lie between the median divided and multiplied by e to this power.</param>
internal sealed record OperatorSettings(double MedianSeconds, double Spread);
