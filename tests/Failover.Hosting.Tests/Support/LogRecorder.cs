using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting.Tests;

/// <summary>Keeps what is logged, for tests to wait for.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    private readonly Channel<(int Id, LogLevel Level, string Message)> _lines = Channel.CreateUnbounded<(int, LogLevel, string)>();

    /// <summary>Waits for the next line with that event id.</summary>
    public async Task<(LogLevel Level, string Message)> NextAsync(int eventId)
    {
        while (true)
        {
            var (id, level, message) = await _lines.Reader.ReadAsync().Soon();
            if (id == eventId)
            {
                return (level, message);
            }
        }
    }

    /// <summary>Takes the event ids logged so far.</summary>
    public List<int> TakeIds()
    {
        var ids = new List<int>();
        while (_lines.Reader.TryRead(out var line))
        {
            ids.Add(line.Id);
        }

        return ids;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite((eventId.Id, logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
