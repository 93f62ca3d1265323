using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Failover.Testing;

/// <summary>A real member process: started, signalled and cleaned up. Linux and macOS. Safe to use from any thread.</summary>
/// <remarks>
/// Its standard input stays open as long as this process lives. A member that ends when its input closes leaves nothing behind,
/// even if this process is killed.
/// </remarks>
public sealed partial class MemberProcess : IAsyncDisposable
{
    private readonly Process _process;
    private volatile bool _isDisposed;

    private MemberProcess(string name, Process process)
    {
        Name = name;
        _process = process;
    }

    /// <summary>The member's name.</summary>
    public string Name { get; }

    /// <summary>The operating system's number for the process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _isDisposed || _process.HasExited;

    /// <summary>The exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Completes when the process has ended.</summary>
    public Task Exited => _process.WaitForExitAsync();

    /// <summary>Processor time that the process has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that the process occupies, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a member.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="program">
    /// The path of its program: a <c>.dll</c>, run by the <c>dotnet</c> that runs this process, or an executable file.
    /// </param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="line">Called with each line that it prints, on any thread; or null.</param>
    /// <param name="surroundings">What it is started in, such as a network namespace; or null.</param>
    public static MemberProcess Start(
        string name, string program, IEnumerable<string> arguments, Action<string>? line = null, ProcessSurroundings? surroundings = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        surroundings ??= new ProcessSurroundings();
        var isAssembly = program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        string[] command =
        [
            .. surroundings.Launcher,
            .. isAssembly ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program] : new[] { program },
            .. arguments,
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in surroundings.Environment)
        {
            start.Environment[variable] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, output) => Tell(line, output.Data);
        process.ErrorDataReceived += (_, output) => Tell(line, output.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new MemberProcess(name, process);
    }

    /// <summary>Sends a signal; nothing happens if the process has ended.</summary>
    [UnsupportedOSPlatform("windows")]
    public void Send(ProcessSignal signal)
    {
        if (!HasExited)
        {
            // Fails only if the process has ended meanwhile, which is what a signal may lead to.
            _ = Signal(_process.Id, (int)signal);
        }
    }

    /// <summary>Writes a line to the process's standard input.</summary>
    /// <param name="line">The line.</param>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends the process at once, also when it is stopped, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _isDisposed = true;
        _process.Dispose();
    }

    private static void Tell(Action<string>? line, string? text)
    {
        if (text is not null)
        {
            line?.Invoke(text);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
