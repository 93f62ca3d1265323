using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Failover.Testing;

namespace Failover.BrowserTests.Support;

/// <summary>The comparison as a user starts it: one program, which starts two clusters of three processes and serves the page.</summary>
public sealed partial class ComparisonProgram : IAsyncDisposable
{
    /// <summary>Six processes start at once, on a machine that may be busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new();
    private MemberProcess? _process;

    /// <summary>Where its page is; starts the program when asked first.</summary>
    public async Task<string> AddressAsync()
    {
        _process ??= MemberProcess.Start("comparison", Path.Combine(AppContext.BaseDirectory, "Comparison.dll"), ["--port", "0", "--end-with-input"], Read);
        await Task.WhenAny(_address.Task, _process.Exited).WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        return _address.Task.IsCompleted ? await _address.Task : throw new InvalidOperationException($"The comparison ended: {string.Join(Environment.NewLine, _output)}");
    }

    /// <summary>What the page is told now.</summary>
    public async Task<JsonNode> SnapshotAsync()
    {
        await using var events = await _http.GetStreamAsync(new Uri($"{await AddressAsync()}/events"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(events);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return JsonNode.Parse(line!["data: ".Length..])!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is null)
        {
            return;
        }

        // Asked to stop it removes its files; what it started ends with it in any case.
        _process.Send(ProcessSignal.Terminate);
        await Task.WhenAny(_process.Exited, Task.Delay(Patience, TimeProvider.System));
        await _process.DisposeAsync();
    }

    private void Read(string line)
    {
        _output.Enqueue(line);
        if (Address().Match(line) is { Success: true } found)
        {
            _address.TrySetResult(found.Value);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
