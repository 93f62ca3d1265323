namespace Failover.Cli.CommandLine;

/// <summary>Writes command lines that people copy into a shell: what a shell would read as more than a word is quoted.</summary>
internal static class ShellWords
{
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    public static string Quote(string word) => word.Length > 0 && word.All(IsPlain) && word[0] != '-' || IsOption(word)
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || "-_./:@%+=,".Contains(letter, StringComparison.Ordinal);

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal) && word[2..].All(letter => char.IsAsciiLetterLower(letter) || letter == '-');
}
