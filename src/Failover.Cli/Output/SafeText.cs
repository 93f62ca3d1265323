using System.Globalization;
using System.Text;

namespace Failover.Cli.Output;

/// <summary>
/// Makes text of unknown origin harmless to a terminal: what is not visible (control characters, escape sequences, changes of the
/// writing direction, line breaks) is shown as its code. Names and reasons come from others, and a terminal obeys what it is sent.
/// </summary>
internal static class SafeText
{
    /// <summary>More than anybody reads; a reason has at most 1,024.</summary>
    private const int Most = 2_000;

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = new StringBuilder(text.Length);
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == Most)
            {
                return safe.Append('…').ToString();
            }

            if (IsVisible(rune))
            {
                safe.Append(rune.ToString());
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x2}}}");
            }
        }

        return safe.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
