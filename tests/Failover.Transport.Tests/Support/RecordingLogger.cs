using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Failover.Transport.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _entries = new();

    public IReadOnlyCollection<(int Id, string Text)> Entries => _entries;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((eventId.Id, formatter(state, exception)));

    /// <summary>Completes when a message with that id and text has been logged.</summary>
    public Task WaitForAsync(int id, string text) => Eventually.TrueAsync(
        () => _entries.Any(entry => entry.Id == id && entry.Text.Contains(text, StringComparison.Ordinal)),
        () => $"no message {id} with '{text}' in:\n" + string.Join('\n', _entries));
}
