using System.Globalization;

namespace Failover.Cli.CommandLine;

/// <summary>Options and arguments whose errors say what is allowed.</summary>
internal static class Parsers
{
    private const string DurationForm = "a number and a unit, for example 90s, 10m, 2h or 1d";

    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan least, TimeSpan most, string? none = null)
    {
        var option = new Option<TimeSpan?>(name) { Description = description, HelpName = "time" };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (none is not null && text == none)
            {
                return TimeSpan.Zero;
            }

            if (DurationText.Parse(text) is { } duration && duration >= least && duration <= most)
            {
                return duration;
            }

            var range = $"from {DurationText.Format(least)} to {DurationText.Format(most)}";
            result.AddError($"{name}: '{text}' is not allowed; write {DurationForm} ({range}){(none is null ? "" : $", or {none}")}.");
            return null;
        };
        return option;
    }

    public static Option<int?> Count(string name, string description, int least, int most, string? none = null)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "number" };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (none is not null && text == none)
            {
                return 0;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name}: '{text}' is not allowed; write a number from {Words.Number(least)} to {Words.Number(most)}{(none is null ? "" : $", or {none}")}.");
            return null;
        };
        return option;
    }

    public static Option<long?> Number(string name, string description, long least)
    {
        var option = new Option<long?>(name) { Description = description, HelpName = "number" };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
            {
                return number;
            }

            result.AddError($"{name}: '{text}' is not allowed; write a number from {Words.Number(least)}.");
            return null;
        };
        return option;
    }

    public static Option<string?> Text(string name, string description, int most, string helpName = "text")
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.Trim().Length > 0 && text.Length <= most)
            {
                return text;
            }

            result.AddError($"{name}: {(text.Length > most ? $"this text has {Words.Number(text.Length)} characters" : "an empty text is not allowed")}; write 1 to {Words.Number(most)} characters.");
            return null;
        };
        return option;
    }

    /// <summary>One of a few words.</summary>
    public static Option<string?> Word(string name, string description, params string[] allowed)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', allowed) };
        option.CompletionSources.Add(allowed);
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (allowed.Contains(text))
            {
                return text;
            }

            result.AddError($"{name}: '{text}' is not allowed; write {string.Join(", ", allowed[..^1])} or {allowed[^1]}.");
            return null;
        };
        return option;
    }

    /// <summary>The name of an election or a member: it becomes a part of a path.</summary>
    public static Argument<string> Name(string name, string description, bool isOptional = false)
    {
        var argument = new Argument<string>(name) { Description = description };
        if (isOptional)
        {
            argument.Arity = ArgumentArity.ZeroOrOne;
            argument.DefaultValueFactory = _ => "";
        }

        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !IsName(result.Tokens[0].Value))
            {
                result.AddError($"<{name}>: '{result.Tokens[0].Value}' is no name; a name has 1 to 100 letters, digits, '-', '_' or '.', and more than dots.");
            }
        });
        return argument;
    }

    public static Option<string?> NameOption(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "member" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !IsName(result.Tokens[0].Value))
            {
                result.AddError($"{name}: '{result.Tokens[0].Value}' is no name; a name has 1 to 100 letters, digits, '-', '_' or '.'.");
            }
        });
        return option;
    }

    /// <summary>Whether it is visible ASCII throughout, as what goes into a header must be.</summary>
    public static bool IsHeaderText(string text) => text.All(letter => letter is > ' ' and <= '~');

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 100
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        && !text.All(letter => letter == '.');
}
