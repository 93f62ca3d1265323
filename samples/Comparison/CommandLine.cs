using System.Globalization;

namespace Comparison;

/// <summary>What the command line asks for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Usage: dotnet run -c Release --project samples/Comparison [-- options]

          (none)                 two clusters and a page that shows them side by side
          --three                a third cluster, automatic within limits
          --port N               where the page is; 0 for any free port (default 5090)
          --end-with-input       end when standard input ends: for whatever starts this program

          --script [FILE]        run the scenarios of FILE unattended, and write a report (default: scenarios.json)
          --out DIR              where the report goes (default comparison-report)
          --seed N               for the simulated operator (default 1)
          --operator SECONDS     the median of its reaction time, instead of the file's
          --spread X             the spread of its reaction time, instead of the file's
          --only NAME            that scenario alone
        """;

    public bool Three { get; init; }

    public int Port { get; init; } = 5090;

    public bool EndWithInput { get; init; }

    public string? Script { get; init; }

    public string Out { get; init; } = "comparison-report";

    public int Seed { get; init; } = 1;

    public double? OperatorSeconds { get; init; }

    public double? Spread { get; init; }

    public string? Only { get; init; }

    /// <exception cref="FormatException">It can not be understood; the message says why.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var option = arguments[i];
            parsed = option switch
            {
                "--three" => parsed with { Three = true },
                "--end-with-input" => parsed with { EndWithInput = true },
                "--script" => parsed with { Script = i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal) ? arguments[++i] : Path.Combine(AppContext.BaseDirectory, "scenarios.json") },
                "--port" => parsed with { Port = (int)Number(option, Next(), 0, 65535) },
                "--out" => parsed with { Out = Next() },
                "--seed" => parsed with { Seed = (int)Number(option, Next(), 0, int.MaxValue) },
                "--operator" => parsed with { OperatorSeconds = Number(option, Next(), 0, 600) },
                "--spread" => parsed with { Spread = Number(option, Next(), 0, 3) },
                "--only" => parsed with { Only = Next() },
                _ => throw new FormatException($"'{option}' is not known."),
            };

            string Next() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{option} needs a value.");
        }

        return parsed;
    }

    private static double Number(string option, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(FormattableString.Invariant($"{option}: '{text}' must be a number from {least} to {most}."));
}
