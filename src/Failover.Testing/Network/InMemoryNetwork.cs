using System.Net;
using System.Net.Sockets;
using Failover.Transport;

namespace Failover.Testing;

/// <summary>A network between members in one process, with faults that a test can switch on and off.</summary>
/// <remarks>
/// <para>It behaves as TCP does: bytes of a connection arrive in order, or the connection breaks. Bytes sent into a cut are held back
/// and arrive when it heals, as retransmission would have it; until then the connection stays half-open, and neither end is told.</para>
/// <para>A fault holds from the moment its method returns. Safe to use from any thread.</para>
/// </remarks>
public sealed class InMemoryNetwork
{
    private readonly NetworkFaults _faults = new();
    private readonly Dictionary<EndPoint, string> _owners = [];
    private readonly Dictionary<string, EndPoint> _addresses = [];
    private readonly Dictionary<EndPoint, MemoryListener> _listeners = [];
    private readonly HashSet<MemoryConnection> _connections = [];
    private readonly HashSet<MemoryHost> _hosts = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastPort = 40_000;

    /// <param name="timeProvider">Times latency and bandwidth. Default: the system's.</param>
    public InMemoryNetwork(TimeProvider? timeProvider = null) => TimeProvider = timeProvider ?? TimeProvider.System;

    internal TimeProvider TimeProvider { get; }

    internal Lock Lock { get; } = new();

    /// <summary>How many ends of connections are open.</summary>
    public int OpenConnections
    {
        get
        {
            lock (Lock)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>The address of a member in this network: a loopback address, the same one each time.</summary>
    public EndPoint AddressOf(string member)
    {
        ArgumentException.ThrowIfNullOrEmpty(member);
        lock (Lock)
        {
            if (!_addresses.TryGetValue(member, out var address))
            {
                address = new IPEndPoint(new IPAddress([127, 77, 0, (byte)(_addresses.Count + 1)]), 7400);
                _addresses.Add(member, address);
                _owners.Add(address, member);
            }

            return address;
        }
    }

    /// <summary>Nothing passes between two members, in either direction.</summary>
    public void Partition(string one, string other)
    {
        Cut(one, other);
        Cut(other, one);
    }

    /// <summary>Nothing passes from one member to another; the other direction still works.</summary>
    public void Cut(string from, string to) => Change(faults => faults.Cuts.Add((from, to)));

    /// <summary>Nothing passes to or from a member; a connect to it hangs. As when its host has lost power or network.</summary>
    public void BlackHole(string member) => Change(faults => faults.BlackHoles.Add(member));

    /// <summary>Freezes the traffic of a member, as SIGSTOP does: a connect to it succeeds, but nothing is answered until it resumes.</summary>
    /// <remarks>The member's own code goes on running: freeze its clock too if that matters.</remarks>
    public void Pause(string member) => Change(faults => faults.Paused.Add(member));

    /// <summary>Ends a pause. What was held back arrives.</summary>
    public void Resume(string member) => Change(faults => faults.Paused.Remove(member));

    /// <summary>Ends the cuts between two members, in both directions.</summary>
    public void Heal(string one, string other) => Change(faults =>
    {
        faults.Cuts.Remove((one, other));
        faults.Cuts.Remove((other, one));
    });

    /// <summary>Ends all cuts and black holes. Pauses, latency and bandwidth stay.</summary>
    public void Heal() => Change(faults =>
    {
        faults.Cuts.Clear();
        faults.BlackHoles.Clear();
    });

    /// <summary>Sets how long bytes take from one member to another, from now on; zero is the default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The latency is negative.</exception>
    public void SetLatency(string from, string to, TimeSpan latency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        Change(faults => faults.Link(from, to).Latency = latency);
    }

    /// <summary>Sets how many bytes pass in a second from one member to another, from now on; null, without limit, is the default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public void SetBandwidth(string from, string to, long? bytesPerSecond)
    {
        if (bytesPerSecond is { } rate)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate, nameof(bytesPerSecond));
        }

        Change(faults => faults.Link(from, to).BytesPerSecond = bytesPerSecond);
    }

    /// <summary>
    /// Kills a member's process as the network sees it: its connections are reset, its listener is gone, and connects to it are refused.
    /// Whoever still runs in its name can neither connect nor listen; a restarted member can.
    /// </summary>
    public void Crash(string member)
    {
        List<IDisposable> dead;
        lock (Lock)
        {
            foreach (var host in _hosts.Where(host => host.Member == member))
            {
                host.IsDead = true;
            }

            _hosts.RemoveWhere(host => host.IsDead);
            dead = [.. _listeners.Values.Where(listener => listener.Member == member),
                .. _connections.Where(connection => connection.Member == member)];
        }

        dead.ForEach(each => each.Dispose());
        Resume(member);
    }

    /// <summary>Makes a member's listener fail, while its connections go on. Connects to it are not refused.</summary>
    public void FailListener(string member)
    {
        lock (Lock)
        {
            foreach (var listener in _listeners.Values.Where(listener => listener.Member == member))
            {
                listener.Fail(new SocketException((int)SocketError.NetworkDown));
            }
        }
    }

    /// <summary>The network as one life of a member sees it; dead after <see cref="Crash"/>.</summary>
    internal IClusterNetwork For(string member)
    {
        AddressOf(member);
        var host = new MemoryHost(this, member);
        lock (Lock)
        {
            _hosts.Add(host);
        }

        return host;
    }

    /// <summary>Whether bytes pass now. Call under the lock.</summary>
    internal bool CanPass(string from, string to) => _faults.CanPass(from, to);

    internal bool IsPaused(string member)
    {
        lock (Lock)
        {
            return _faults.Paused.Contains(member);
        }
    }

    /// <summary>Completes at the next change of the faults.</summary>
    internal Task WhenChanged()
    {
        lock (Lock)
        {
            return _changed.Task;
        }
    }

    /// <summary>When bytes that leave now arrive.</summary>
    internal long Schedule(string from, string to, int bytes)
    {
        lock (Lock)
        {
            return _faults.Link(from, to).Schedule(bytes, TimeProvider);
        }
    }

    internal async Task WaitUntilAsync(long timestamp, CancellationToken cancellationToken)
    {
        var wait = TimeProvider.GetElapsedTime(TimeProvider.GetTimestamp(), timestamp);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, TimeProvider, cancellationToken);
        }
    }

    /// <exception cref="SocketException">The address is in use, or the member is dead.</exception>
    internal MemoryListener Listen(MemoryHost host, EndPoint address)
    {
        lock (Lock)
        {
            host.ThrowIfDead();
            if (_listeners.ContainsKey(address))
            {
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            }

            var listener = new MemoryListener(this, host.Member, address);
            _listeners.Add(address, listener);
            _owners[address] = host.Member;
            return listener;
        }
    }

    internal void Remove(MemoryListener listener)
    {
        lock (Lock)
        {
            _listeners.Remove(listener.EndPoint);
        }
    }

    internal void Remove(MemoryConnection connection)
    {
        lock (Lock)
        {
            _connections.Remove(connection);
        }
    }

    /// <summary>The member that has, or had, the address; null if nobody ever did.</summary>
    internal string? OwnerOf(EndPoint address)
    {
        lock (Lock)
        {
            return _owners.GetValueOrDefault(address);
        }
    }

    /// <summary>Connects if an answer can come now; null if the connect has to wait for the network to change.</summary>
    /// <exception cref="SocketException">Nobody listens there, or the member that connects is dead.</exception>
    internal MemoryConnection? TryConnect(MemoryHost host, EndPoint address)
    {
        lock (Lock)
        {
            host.ThrowIfDead();
            var owner = _owners.GetValueOrDefault(address);
            if (owner is not null && !_faults.CanConnect(host.Member, owner))
            {
                return null;
            }

            if (!_listeners.TryGetValue(address, out var listener))
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            var local = new IPEndPoint(((IPEndPoint)_addresses[host.Member]).Address, ++_lastPort);
            var dialled = new MemoryConnection(this, host.Member, local, address);
            var accepted = new MemoryConnection(this, listener.Member, address, local);
            _connections.Add(dialled);
            _connections.Add(accepted);
            MemoryConnection.Join(dialled, accepted);
            listener.Offer(accepted);
            return dialled;
        }
    }

    private void Change(Action<NetworkFaults> change)
    {
        TaskCompletionSource changed;
        lock (Lock)
        {
            change(_faults);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
