using System.IO.Pipelines;
using System.Net.Sockets;
using Failover.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Failover.Transport;

/// <summary>Accepts connections, hears who they are, answers, and hands on those that stay.</summary>
/// <remarks>
/// A flood of silent connections evicts its own oldest ones: an honest peer needs a millisecond for its handshake, and is rarely the oldest.
/// </remarks>
internal sealed class PortListener : IAsyncDisposable
{
    /// <summary>How long to wait before accepting again when the process has no socket to spare. The kernel accepts meanwhile.</summary>
    private static readonly TimeSpan ExhaustionDelay = TimeSpan.FromMilliseconds(100);

    private readonly IConnectionListener _listener;
    private readonly AcceptedStreams _streams;
    private readonly ClusterPortOptions _options;
    private readonly Func<long> _raftTerm;
    private readonly IMarkBook _marks;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly RateLimitedLog _refusals;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, (ConnectionContext Connection, Task Work)> _handshakes = [];
    private readonly Task _accepting;
    private long _lastHandshake;

    public PortListener(
        IConnectionListener listener,
        AcceptedStreams streams,
        ClusterPortOptions options,
        Func<long> raftTerm,
        IMarkBook marks,
        TimeProvider timeProvider,
        RateLimitedLog refusals,
        ILogger logger)
    {
        _listener = listener;
        _streams = streams;
        _options = options;
        _raftTerm = raftTerm;
        _marks = marks;
        _timeProvider = timeProvider;
        _refusals = refusals;
        _logger = logger;
        _accepting = AcceptAllAsync();
    }

    /// <summary>Completes with the error when the listener fails.</summary>
    public Task<Exception> Failed => _failed.Task;

    /// <summary>How many connections have not said yet who they are.</summary>
    public int PendingHandshakes
    {
        get
        {
            lock (_lock)
            {
                return _handshakes.Count;
            }
        }
    }

    /// <summary>Ends the handshakes, and closes the listener as the very last thing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        Task[] work;
        lock (_lock)
        {
            work = [.. _handshakes.Values.Select(handshake => handshake.Work)];
        }

        await Task.WhenAll(work);
        await _listener.DisposeAsync();
    }

    private async Task AcceptAllAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptAsync(_stopping.Token)
                    ?? throw new IOException("The listener was closed from outside.");
                Begin(connection);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode
                is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                _logger.OutOfSockets(exception.SocketErrorCode);
                await Task.Delay(ExhaustionDelay, _timeProvider, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                // It stays open all the same, for a refused dial would say that this process has ended (rule 6).
                _logger.ListenerFailed(exception);
                _failed.TrySetResult(exception);
                return;
            }
        }
    }

    private void Begin(ConnectionContext connection)
    {
        ConnectionContext? evicted = null;
        lock (_lock)
        {
            if (_handshakes.Count >= _options.MaxHandshakes)
            {
                var (oldest, handshake) = _handshakes.First();
                _handshakes.Remove(oldest);
                evicted = handshake.Connection;
            }

            var number = ++_lastHandshake;
            _handshakes.Add(number, (connection, Task.Run(() => HandshakeAsync(number, connection))));
        }

        if (evicted is not null)
        {
            LogRefusal(evicted, $"more than {_options.MaxHandshakes} connections are in their handshake, and it is the oldest");
            evicted.Abort();
        }
    }

    private async Task HandshakeAsync(long number, ConnectionContext connection)
    {
        using var deadline = new CancellationTokenSource(_options.HandshakeTimeout, _timeProvider);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        var handedOver = false;
        try
        {
            handedOver = await ServeAsync(connection, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            if (!_stopping.IsCancellationRequested)
            {
                LogRefusal(connection, $"its handshake took longer than {_options.HandshakeTimeout.TotalSeconds} s");
            }
        }
        catch (IOException exception)
        {
            _logger.HandshakeBroken(connection.RemoteEndPoint, exception.Message);
        }
        catch (Exception exception)
        {
            _logger.HandshakeFailed(exception, connection.RemoteEndPoint);
        }
        finally
        {
            if (!handedOver)
            {
                await connection.DisposeAsync();
            }

            lock (_lock)
            {
                _handshakes.Remove(number);
            }
        }
    }

    /// <summary>True when the connection has a new owner.</summary>
    private async Task<bool> ServeAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        try
        {
            var preamble = await HandshakeReader.ReadPreambleAsync(connection.Transport.Input, _options.Versions, cancellationToken);
            var code = Admission.Judge(preamble, _options);
            if (code == AnswerCode.Accepted && !_marks.Hear(preamble.Sender.Member, preamble.Marks) && preamble.Kind != StreamKind.Probe)
            {
                throw new HandshakeException(Admission.Outdated, AnswerCode.NotServing);
            }

            code = code == AnswerCode.Accepted ? _streams.Reserve(preamble.Kind, connection) : code;
            if (code != AnswerCode.Accepted)
            {
                throw new HandshakeException(Admission.Explain(code, preamble, _options), code);
            }

            await AnswerAsync(connection, code, _marks.For(preamble.Sender.Member), cancellationToken);
            if (preamble.Kind != StreamKind.Probe)
            {
                return await _streams.TryTakeAsync(preamble, connection);
            }
        }
        catch (HandshakeException exception)
        {
            if (exception.Code == AnswerCode.NotServing)
            {
                // Every start and stop has such a moment; the dialler tries again.
                _logger.HandshakeBroken(connection.RemoteEndPoint, exception.Message);
            }
            else
            {
                LogRefusal(connection, exception.Message);
            }

            if (exception.Code is not { } code)
            {
                return false;
            }

            await AnswerAsync(connection, code, default, cancellationToken);
        }

        await WaitForEndAsync(connection.Transport.Input, cancellationToken);
        return false;
    }

    private async Task AnswerAsync(ConnectionContext connection, AnswerCode code, Marks marks, CancellationToken cancellationToken)
    {
        var answer = new Answer(_options.Versions, code, _options.Identity, _raftTerm(), marks);
        await connection.Transport.Output.WriteAsync(answer.Encode(), cancellationToken);
    }

    /// <summary>
    /// Lets the peer hang up first. To close with bytes unread would reset the connection, and the answer might be lost with it.
    /// </summary>
    private static async Task WaitForEndAsync(PipeReader input, CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            read = await input.ReadAsync(cancellationToken);
            input.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }

    private void LogRefusal(ConnectionContext connection, string reason)
    {
        var remote = connection.RemoteEndPoint;
        _refusals.Write((logger, more) => logger.RefusedConnection(remote, reason, more));
    }
}
