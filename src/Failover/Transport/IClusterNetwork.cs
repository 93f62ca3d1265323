using Microsoft.AspNetCore.Connections;

namespace Failover.Transport;

/// <summary>Where connections come from: TCP, or a network in memory with faults. Injected, so that tests choose.</summary>
/// <remarks>
/// <see cref="IConnectionFactory.ConnectAsync"/> throws a <see cref="System.Net.Sockets.SocketException"/> with
/// <see cref="System.Net.Sockets.SocketError.ConnectionRefused"/> exactly when the host refused.
/// </remarks>
internal interface IClusterNetwork : IConnectionFactory, IConnectionListenerFactory;
