using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Failover.Testing;

namespace TaskDispatch.Cluster;

/// <summary>
/// Stands at the address of one member, and passes on what the links let pass. It refuses connections exactly while the member's
/// process is gone, and never because a link is cut: a refusal proves a crash (safety rule 6), a cut link is silent.
/// </summary>
/// <remarks>Safe to use from any thread. A member's connection to itself has a link too; nobody cuts it.</remarks>
public sealed class LinkProxy : IDisposable
{
    private const int Backlog = 512;

    private readonly ReservedPort _port = new();
    private readonly ConcurrentDictionary<ProxiedConnection, byte> _connections = new();
    private readonly Lock _lock = new();
    private readonly string _member;
    private readonly IPEndPoint _target;
    private readonly LinkTable _links;
    private Socket? _listener;
    private int _openings;

    /// <param name="member">The member behind it.</param>
    /// <param name="target">The loopback port where that member listens.</param>
    /// <param name="links">What passes.</param>
    public LinkProxy(string member, int target, LinkTable links)
    {
        _member = member;
        _target = new IPEndPoint(IPAddress.Loopback, target);
        _links = links;
    }

    /// <summary>The loopback port at which the others dial the member.</summary>
    public int Port => _port.Number;

    /// <summary>Listens; called when a process of the member is started.</summary>
    /// <returns>Names this opening, for <see cref="Close(int)"/>.</returns>
    public int Open()
    {
        lock (_lock)
        {
            _listener?.Dispose();
            _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            _listener.Listen(Backlog);
            _ = AcceptAsync(_listener);
            return ++_openings;
        }
    }

    /// <summary>
    /// Refuses from now on, and drops every connection; called when that process has ended. Nothing happens if it was opened again since.
    /// </summary>
    public void Close(int opening)
    {
        lock (_lock)
        {
            if (opening != _openings)
            {
                return;
            }

            _listener?.Dispose();
            _listener = null;
        }

        foreach (var connection in _connections.Keys)
        {
            connection.Abort();
        }
    }

    public void Dispose()
    {
        Close(_openings);
        _port.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(new ProxiedConnection(await listener.AcceptAsync(), _member, _target, _links), listener);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(ProxiedConnection connection, Socket listener)
    {
        _connections.TryAdd(connection, 0);
        if (!ReferenceEquals(Volatile.Read(ref _listener), listener))
        {
            connection.Abort();
        }

        await connection.RunAsync();
        _connections.TryRemove(connection, out _);
        connection.Dispose();
    }
}
