using System.Net;

namespace Failover.Transport;

/// <summary>A listener that can hold lifelines (decision 18).</summary>
internal interface ILifelines
{
    /// <summary>
    /// Connects to an address, says who is there, and then nothing more, until the result is disposed, which says goodbye. A connection
    /// that fails or ends before is not made again. Does not wait, and does not throw.
    /// </summary>
    IDisposable Hold(EndPoint address, ReadOnlyMemory<byte> greeting);
}
