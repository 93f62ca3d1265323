using System.Globalization;
using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Acting;

/// <summary>What a text for the audit trail may contain: one line, in the order in which it is shown.</summary>
internal static class TextRule
{
    private const int MaxReasonLength = 1_024;

    /// <summary>Refuses a reason that is missing where it is needed, or that can not be shown as it is.</summary>
    public static void CheckReason(string? reason, bool isRequired)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            if (isRequired)
            {
                throw Refuse("'reason' is missing: this needs one, for the audit trail");
            }

            return;
        }

        if (reason.Length > MaxReasonLength)
        {
            throw Refuse($"'reason' has {reason.Length} characters; it may have {MaxReasonLength}");
        }

        if (!IsPlain(reason))
        {
            throw Refuse("'reason' contains a control character");
        }
    }

    /// <summary>Whether a text has no characters that break lines, or turn the direction of others.</summary>
    public static bool IsPlain(string text) => text.All(c => !char.IsControl(c)
        && char.GetUnicodeCategory(c) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && c is not ((>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')));

    /// <summary>A text from outside, cut short and made plain so that it can be repeated to whoever sent it, and in the log.</summary>
    public static string Quote(string text)
    {
        const int most = 60;
        var cut = text.Length > most ? text[..most] + "…" : text;
        return string.Concat(cut.Select(c => IsPlain(c.ToString()) && !char.IsSurrogate(c) ? c : '?'));
    }

    private static Refusal Refuse(string message) => new(StatusCodes.Status400BadRequest, message, "reason");
}
