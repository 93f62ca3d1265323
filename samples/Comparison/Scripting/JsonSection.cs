using System.Text.Json;

namespace Comparison.Scripting;

/// <summary>An object of a scenario file, whose keys are all read, or are an error.</summary>
internal sealed class JsonSection
{
    private readonly string _place;
    private readonly JsonElement _element;
    private readonly HashSet<string> _known = ["//"];

    /// <param name="place">The file and the place in it, for messages.</param>
    /// <param name="element">What stands there.</param>
    public JsonSection(string place, JsonElement element)
    {
        _place = place;
        _element = element.ValueKind == JsonValueKind.Object ? element : throw new ScenarioException($"{place}: must be an object, {{ … }}.");
    }

    public double Number(string key, double least, double most, double? otherwise = null)
    {
        if (Find(key) is not { } value)
        {
            return otherwise ?? throw Missing(key);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(key, value, FormattableString.Invariant($"must be a number from {least} to {most}."));
    }

    public bool Flag(string key) => Find(key) is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(key, value, "must be true or false."),
    };

    public string Text(string key, string? otherwise = null)
    {
        if (Find(key) is not { } value)
        {
            return otherwise ?? throw Missing(key);
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Wrong(key, value, "must be a text.");
    }

    public T OneOf<T>(string key, IReadOnlyDictionary<string, T> known)
    {
        var text = Text(key);
        return known.TryGetValue(text, out var found)
            ? found
            : throw new ScenarioException($"{_place}: {key}: '{text}' is not known; there are {string.Join(", ", known.Keys)}.");
    }

    public JsonSection Section(string key) => new($"{_place}: {key}", Find(key) ?? throw Missing(key));

    public IReadOnlyList<JsonElement> List(string key)
    {
        var value = Find(key) ?? throw Missing(key);
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray()]
            : throw Wrong(key, value, "must be a list, [ … ], of at least one.");
    }

    public IReadOnlyList<double> Numbers(string key, double least, double most) =>
    [
        .. List(key).Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(key, item, FormattableString.Invariant($"must be numbers from {least} to {most}."))),
    ];

    /// <summary>Refuses keys that nobody has asked for: they are misspelt.</summary>
    public void Finish()
    {
        foreach (var property in _element.EnumerateObject().Where(property => !_known.Contains(property.Name)))
        {
            throw new ScenarioException($"{_place}: {property.Name}: is not known; there are {string.Join(", ", _known.Where(key => key != "//").Order(StringComparer.Ordinal))}.");
        }
    }

    private JsonElement? Find(string key)
    {
        _known.Add(key);
        return _element.TryGetProperty(key, out var value) ? value : null;
    }

    private ScenarioException Missing(string key) => new($"{_place}: {key}: is missing.");

    private ScenarioException Wrong(string key, JsonElement value, string rule) => new($"{_place}: {key}: {value.GetRawText()} {rule}");
}
