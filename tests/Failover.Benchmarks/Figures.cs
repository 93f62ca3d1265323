using System.Globalization;

namespace Failover.Benchmarks;

/// <summary>The figures of one measurement, in milliseconds.</summary>
internal sealed record Figures(string What, IReadOnlyList<double> Values, string Target, string Form = "")
{
    public string ToRow()
    {
        double[] sorted = [.. Values.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {What} | {Form} | {sorted.Length} | {At(sorted, 0):F1} | {At(sorted, 0.5):F1} | {At(sorted, 0.99):F1} | {At(sorted, 1):F1} | {Target} |");
    }

    private static double At(double[] sorted, double quantile) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(quantile * (sorted.Length - 1))];
}
