using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>A listening TCP socket that a <see cref="LifelineThread"/> has, and what it accepts.</summary>
internal sealed class LifelineListener : IConnectionListener, ILifelines
{
    private readonly Socket _pair;
    private readonly LifelineThread _thread;
    private readonly TimeProvider _timeProvider;
    private int _disposed;

    private LifelineListener(EndPoint endPoint, Socket pair, LifelineThread thread, TimeProvider timeProvider)
    {
        EndPoint = endPoint;
        _pair = pair;
        _thread = thread;
        _timeProvider = timeProvider;
    }

    public EndPoint EndPoint { get; }

    /// <summary>Hands a listening socket to a thread of its own; null, with the socket as it was, where the system does not do it.</summary>
    public static async ValueTask<LifelineListener?> TryCreateAsync(Socket listener, TimeProvider timeProvider)
    {
        if (!LinuxSockets.IsSupported || LinuxSockets.CreatePair() is not { One: >= 0 } ends)
        {
            return null;
        }

        var endPoint = listener.LocalEndPoint!;
        var pair = new Socket(new SafeSocketHandle(ends.One, ownsHandle: true));
        using var other = new SafeSocketHandle(ends.Other, ownsHandle: true);
        listener.Blocking = false;
        var thread = new LifelineThread((int)listener.Handle, ends.Other, pair.SafeHandle);
        await pair.ReceiveAsync(Memory<byte>.Empty);
        _ = LinuxSockets.ReceiveFile(pair.SafeHandle, out var note, out _);
        if (note == LifelineThread.Ready)
        {
            listener.Dispose(); // The thread has it still.
            return new LifelineListener(endPoint, pair, thread, timeProvider);
        }

        listener.Blocking = true;
        pair.Dispose();
        return null;
    }

    public IDisposable Hold(EndPoint address, ReadOnlyMemory<byte> greeting)
    {
        var lifeline = new Lifeline(_thread, address.Serialize(), greeting);
        _thread.Add(lifeline);
        return lifeline;
    }

    /// <exception cref="SocketException">The operating system could not accept a connection.</exception>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await _pair.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            switch (LinuxSockets.ReceiveFile(_pair.SafeHandle, out var note, out var file))
            {
                case 0:
                    return null; // The thread has ended, and the listener with it.
                case < 0:
                    continue;
            }

            if (file >= 0)
            {
                if (TcpClusterNetwork.TryTake(new Socket(new SafeSocketHandle(file, ownsHandle: true)), _timeProvider) is { } connection)
                {
                    return connection;
                }
            }
            else
            {
                throw new SocketException((int)(note == LifelineThread.Failed ? SocketError.SocketError : SocketError.TooManyOpenSockets));
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    /// <summary>Completes when the listener is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _pair.Shutdown(SocketShutdown.Send);
        int received;
        do
        {
            await _pair.ReceiveAsync(Memory<byte>.Empty);
            received = LinuxSockets.ReceiveFile(_pair.SafeHandle, out _, out var file);
            if (file >= 0)
            {
                _ = LinuxSockets.Close(file); // It came too late.
            }
        }
        while (received != 0);

        _pair.Dispose();
    }
}
