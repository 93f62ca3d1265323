using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>A TCP connection.</summary>
internal sealed class SocketConnection : PipeConnection
{
    /// <summary>How long a disposal waits for bytes already written to reach the kernel; longer only if the peer reads nothing.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>Room for a whole small message, so that it takes one call.</summary>
    private const int MinReceiveBytes = 2_048;

    private readonly Socket _socket;
    private readonly TimeProvider _timeProvider;
    private readonly Task _receiving;
    private readonly Task _sending;
    private volatile Exception? _abortReason;
    private int _disposed;

    public SocketConnection(Socket socket, TimeProvider timeProvider)
        : base(socket.LocalEndPoint, socket.RemoteEndPoint)
    {
        _socket = socket;
        _timeProvider = timeProvider;
        _receiving = ReceiveAsync();
        _sending = SendAsync();
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (Interlocked.CompareExchange(ref _abortReason, new ConnectionResetException(abortReason.Message, abortReason), null) is null)
        {
            // A reset, so that a peer that does not read learns of it too.
            _socket.Close(timeout: 0);
            StopPumps();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await Outgoing.Writer.CompleteAsync();
            try
            {
                await _sending.WaitAsync(DrainLimit, _timeProvider);
                _abortReason ??= new ConnectionResetException("The connection was closed by this side.");
                _socket.Dispose();
                StopPumps();
            }
            catch (TimeoutException)
            {
                Abort();
            }
        }

        await Task.WhenAll(_receiving, _sending);
        await base.DisposeAsync();
    }

    private void StopPumps()
    {
        Incoming.Writer.CancelPendingFlush();
        Outgoing.Reader.CancelPendingRead();
        RaiseClosed();
    }

    private async Task ReceiveAsync()
    {
        Exception? error = null;
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(Incoming.Writer.GetMemory(MinReceiveBytes), SocketFlags.None);
                if (count == 0)
                {
                    break;
                }

                Incoming.Writer.Advance(count);
                var flushed = await Incoming.Writer.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    error = _abortReason;
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            error = _abortReason ?? new ConnectionResetException(exception.Message, exception);
        }

        await Incoming.Writer.CompleteAsync(error);
        RaiseClosed();
    }

    private async Task SendAsync()
    {
        Exception? error = null;
        try
        {
            while (true)
            {
                var read = await Outgoing.Reader.ReadAsync();
                foreach (var segment in read.Buffer)
                {
                    for (var rest = segment; rest.Length > 0;)
                    {
                        rest = rest[await _socket.SendAsync(rest, SocketFlags.None)..];
                    }
                }

                Outgoing.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    break;
                }
            }

            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            error = _abortReason ?? new ConnectionResetException(exception.Message, exception);
        }

        await Outgoing.Reader.CompleteAsync(error);
    }
}
