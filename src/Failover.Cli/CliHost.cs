using Microsoft.Win32.SafeHandles;

namespace Failover.Cli;

/// <summary>All that the tool knows of the world around it, so that a test can be that world.</summary>
internal sealed record CliHost
{
    private const int StandardOutput = 1;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>Whether a person reads the output, so that colours help.</summary>
    public required bool IsOutTerminal { get; init; }

    public required bool IsErrorTerminal { get; init; }

    public required bool IsInTerminal { get; init; }

    /// <summary>Whether a person sees what is decided on and the question, and can answer.</summary>
    public bool CanAsk => IsInTerminal && IsOutTerminal && IsErrorTerminal;

    /// <summary>The width of the terminal, in characters.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Makes what speaks HTTP.</summary>
    public Func<HandlerSettings, HttpMessageHandler> CreateHandler { get; init; } = HandlerFactory.Create;

    /// <summary>The world of a process.</summary>
    public static CliHost OfProcess() => new()
    {
        Out = OpenOut(),
        Error = Console.Error,
        In = Console.In,
        IsOutTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        IsInTerminal = !Console.IsInputRedirected,
        Width = Console.IsOutputRedirected ? 120 : Math.Max(Console.WindowWidth, 40),
        Variable = Environment.GetEnvironmentVariable,
        Clock = TimeProvider.System,
    };

    /// <summary>
    /// Standard output. On Unix the console's own stream takes a pipe whose reader has gone for one that reads on, and what follows events would
    /// never end.
    /// </summary>
    private static TextWriter OpenOut()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return Console.Out;
        }

        // A file stays with the console's stream: it may be shared with the errors, and this one would write over them.
        var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.Out : new StreamWriter(stream) { AutoFlush = true };
    }
}
