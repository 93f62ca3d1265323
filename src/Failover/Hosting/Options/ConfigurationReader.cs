using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Failover.Hosting;

/// <summary>
/// Finds what the binder would drop or stumble over: keys that are no setting, and values that can not be read. The binder itself
/// ignores the former and stops at the first of the latter.
/// </summary>
internal sealed class ConfigurationReader(ConfigurationProblems problems)
{
    private const int MaxTypoDistance = 3;

    private readonly List<string> _unreadable = [];

    /// <summary>Binds what can be read of a section to the options, and reports the rest.</summary>
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(FailoverOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(QuarantineOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(ElectionOptions))]
    public void Bind(IConfiguration section, FailoverOptions options)
    {
        Inspect(section, typeof(FailoverOptions), string.Empty);
        var readable = section.AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Value is not null && IsReadable(pair.Key))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);

        // An election with nothing but defaults ("orders": {}) has no value, and the binder would drop it.
        foreach (var election in section.GetSection(nameof(options.Elections)).GetChildren())
        {
            readable.TryAdd($"{nameof(options.Elections)}:{election.Key}", string.Empty);
        }

        new ConfigurationBuilder().AddInMemoryCollection(readable).Build().Bind(options);
    }

    private bool IsReadable(string key) => !_unreadable.Any(
        unreadable => key.StartsWith(unreadable, StringComparison.OrdinalIgnoreCase)
            && (key.Length == unreadable.Length || key[unreadable.Length] == ':'));

    private void Inspect(IConfiguration node, Type type, string path)
    {
        foreach (var child in node.GetChildren())
        {
            var key = path.Length == 0 ? child.Key : $"{path}:{child.Key}";
            if (TypeOfChild(type, child.Key) is not { } childType)
            {
                ReportUnknown(key, child, type);
            }
            else if (IsSingleValue(childType))
            {
                InspectValue(key, child, childType);
            }
            else if (!child.GetChildren().Any() && !string.IsNullOrEmpty(child.Value))
            {
                problems.Add(key, child.Value, "is a section with keys of its own, not a single value.");
                _unreadable.Add(key);
            }
            else
            {
                Inspect(child, childType, key);
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Bind keeps the properties of all types that are inspected.")]
    private static Type? TypeOfChild(Type type, string key) =>
        DictionaryValue(type)
        ?? type.GetProperty(key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType;

    private static Type? DictionaryValue(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? type.GenericTypeArguments[1] : null;

    private static bool IsSingleValue(Type type) => type == typeof(string) || type.IsValueType;

    private void InspectValue(string key, IConfigurationSection node, Type type)
    {
        if (node.GetChildren().Any())
        {
            problems.Add(key, null, "is a single value, and has no keys of its own.");
            _unreadable.Add(key);
        }
        else if (node.Value is { } value && DescribeProblem(value, Nullable.GetUnderlyingType(type) ?? type) is { } problem)
        {
            problems.Add(key, value, problem);
            _unreadable.Add(key);
        }
    }

    private static string? DescribeProblem(string value, Type type)
    {
        if (type == typeof(TimeSpan) && int.TryParse(value, out var days))
        {
            return $"is not a time: a plain number would mean {days} days. Write hh:mm:ss.fff, for example 00:00:02.500.";
        }

        if (type == typeof(string) || IsValid(value, type))
        {
            return null;
        }

        return type.IsEnum ? $"must be one of {string.Join(", ", Enum.GetNames(type))}."
            : type == typeof(TimeSpan) ? "is not a time. Write hh:mm:ss.fff, for example 00:00:02.500."
            : type == typeof(bool) ? "must be true or false."
            : "is not a number.";
    }

    private static bool IsValid(string value, Type type) =>
        type.IsEnum ? Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase)
        : type == typeof(bool) ? bool.TryParse(value, out _)
        : type == typeof(TimeSpan) ? TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out _)
        : type == typeof(int) ? int.TryParse(value, CultureInfo.InvariantCulture, out _)
        : type == typeof(double) && double.TryParse(value, CultureInfo.InvariantCulture, out _);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Bind keeps the properties of all types that are inspected.")]
    private void ReportUnknown(string key, IConfigurationSection node, Type type)
    {
        var names = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).ToList();
        var nearest = names.MinBy(name => EditDistance.Between(name, node.Key))!;
        var advice = EditDistance.Between(nearest, node.Key) <= MaxTypoDistance
            ? $"did you mean {nearest}?"
            : $"the settings here are {string.Join(", ", names)}.";
        problems.Add(key, node.Value, $"is not a setting; {advice}");
        _unreadable.Add(key);
    }
}
