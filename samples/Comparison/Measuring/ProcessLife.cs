using System.Globalization;
using TaskDispatch.Records;

namespace Comparison.Measuring;

/// <summary>One process of a member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Id">The operating system's number.</param>
internal sealed record ProcessLife(string Member, int Id)
{
    /// <summary>The process that wrote a line; the name of its record ends with its number.</summary>
    public static ProcessLife Of(RecordLine line) =>
        new(line.Member, int.Parse(line.Process.AsSpan(line.Process.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture));
}
