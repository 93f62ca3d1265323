using System.Globalization;

namespace Comparison.Reporting;

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    public static string Number(double value) => value.ToString(Math.Abs(value) switch { 0 => "F0", >= 100 => "F0", >= 10 => "F1", _ => "F2" }, CultureInfo.InvariantCulture);

    public static string Time(double seconds) => seconds switch
    {
        < 60 => $"{Short(seconds)} s",
        < 3600 => $"{Short(seconds / 60)} min",
        _ => $"{Short(seconds / 3600)} h",
    };

    public static string Availability(double share) => (share * 100).ToString("F5", CultureInfo.InvariantCulture) + " %";

    private static string Short(double value) => value.ToString(value >= 10 ? "F0" : "0.#", CultureInfo.InvariantCulture);
}
