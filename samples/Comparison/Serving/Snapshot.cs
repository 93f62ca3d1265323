using System.Runtime.Versioning;
using TaskDispatch.Records;

namespace Comparison.Serving;

/// <summary>What the page shows, at one instant.</summary>
/// <param name="Playing">The key of the fault that is played, or null.</param>
/// <param name="Columns">The clusters.</param>
[UnsupportedOSPlatform("windows")]
internal sealed record Snapshot(string? Playing, IReadOnlyList<ColumnSnapshot> Columns)
{
    public static Snapshot Of(Stage stage)
    {
        var now = BootClock.NowNanoseconds;
        return new Snapshot(stage.Playing?.Key, [.. stage.Columns.Select(column => ColumnSnapshot.Of(column, now))]);
    }
}
