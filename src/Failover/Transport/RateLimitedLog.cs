using Microsoft.Extensions.Logging;

namespace Failover.Transport;

/// <summary>Writes at most ten messages in ten seconds, and counts the others, so that a noisy peer cannot fill the log.</summary>
internal sealed class RateLimitedLog(TimeProvider timeProvider, ILogger logger)
{
    public const int MaxPerWindow = 10;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _windowStart = timeProvider.GetTimestamp();
    private int _written;
    private int _suppressed;

    /// <param name="write">Writes the message, given how many were left out before it.</param>
    public void Write(Action<ILogger, int> write)
    {
        int suppressed;
        lock (_lock)
        {
            if (timeProvider.GetElapsedTime(_windowStart) >= Window)
            {
                _windowStart = timeProvider.GetTimestamp();
                _written = 0;
            }

            if (_written == MaxPerWindow)
            {
                _suppressed++;
                return;
            }

            _written++;
            (suppressed, _suppressed) = (_suppressed, 0);
        }

        write(logger, suppressed);
    }
}
