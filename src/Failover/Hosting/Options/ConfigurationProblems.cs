using System.Globalization;

namespace Failover.Hosting;

/// <summary>Collects what is wrong with the configuration, each item with its key, its value, and what to do.</summary>
/// <param name="section">The path of the configuration section, which starts every key.</param>
internal sealed class ConfigurationProblems(string section)
{
    private readonly List<string> _messages = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>A key as the user writes it.</summary>
    public string Key(string key) => section.Length == 0 ? key : $"{section}:{key}";

    /// <summary>Adds a problem of a value.</summary>
    public void Add(string key, object? value, string problem) => _messages.Add($"{Key(key)} = {Show(value)}: {problem}");

    /// <summary>Adds a problem if the value is outside its range.</summary>
    public void CheckRange<T>(string key, T value, T lowest, T highest)
        where T : IComparable<T>
    {
        if (value.CompareTo(lowest) < 0 || value.CompareTo(highest) > 0)
        {
            Add(key, value, $"must be from {Show(lowest)} to {Show(highest)}.");
        }
    }

    /// <summary>Adds a problem if the value is no member of its enumeration.</summary>
    public void CheckEnum<T>(string key, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Add(key, value, $"must be one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }

    /// <summary>Adds a problem if the value is no name.</summary>
    public void CheckName(string key, string value, string what)
    {
        if (!Names.IsValid(value))
        {
            Add(key, value, $"{what} must be 1 to {Names.MaxLength} letters (a-z, A-Z), digits, '-', '_' or '.'.");
        }
    }

    /// <summary>A value as messages show it.</summary>
    public static string Show(object? value) => value switch
    {
        null => "(not set)",
        string text => $"'{text}'",
        TimeSpan span when span.Duration() < TimeSpan.FromSeconds(1) => Invariant(span.TotalMilliseconds, "ms"),
        TimeSpan span when span.Duration() < TimeSpan.FromMinutes(1) => Invariant(span.TotalSeconds, "s"),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Invariant(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0.###} {unit}");
}
