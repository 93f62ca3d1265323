using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Acting;

/// <summary>What a name of an election, member or policy may look like.</summary>
internal static class NameRule
{
    private const int MaxLength = 100;

    /// <summary>Whether it may be a name.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && name.Trim('.').Length > 0;

    /// <summary>Refuses what can not be a name.</summary>
    public static void Check(string field, string? name)
    {
        if (name is not null && !IsValid(name))
        {
            throw new Refusal(
                StatusCodes.Status400BadRequest,
                $"'{field}' is no name: a name is 1 to {MaxLength} letters, digits, '-', '_' or '.'",
                field);
        }
    }
}
