using System.Collections.Immutable;

namespace Failover.Elections;

/// <summary>Sorted maps by name, in the same order on every machine and in every run.</summary>
internal static class Ordinal
{
    public static ImmutableSortedDictionary<string, T> Empty<T>() =>
        ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, T> Map<T>(IEnumerable<T> items, Func<T, string> name) =>
        items.ToImmutableSortedDictionary(name, item => item, StringComparer.Ordinal);
}
