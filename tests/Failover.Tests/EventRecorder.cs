using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Failover.Tests;

/// <summary>Keeps what members log, by event id.</summary>
internal sealed class EventRecorder : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _events = new();

    public IEnumerable<string> Of(int id) => _events.Where(logged => logged.Id == id).Select(logged => logged.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
    }
}
