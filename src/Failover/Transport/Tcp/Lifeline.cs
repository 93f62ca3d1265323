using System.Net;

namespace Failover.Transport;

/// <summary>A lifeline of a <see cref="LifelineThread"/>, which alone reads and writes what is not read-only.</summary>
internal sealed class Lifeline(LifelineThread thread, SocketAddress address, ReadOnlyMemory<byte> greeting) : IDisposable
{
    private volatile bool _isReleased;

    /// <summary>The address as the operating system lays it out.</summary>
    public ReadOnlyMemory<byte> Address { get; } = address.Buffer[..address.Size];

    public ReadOnlyMemory<byte> Greeting { get; } = greeting;

    /// <summary>Whether its holder has disposed of it.</summary>
    public bool IsReleased => _isReleased;

    /// <summary>Its socket, in the thread's table; negative before and after.</summary>
    public int Socket { get; set; } = -1;

    /// <summary>Whether the greeting was sent.</summary>
    public bool IsGreeted { get; set; }

    public void Dispose()
    {
        _isReleased = true;
        thread.Wake();
    }
}
