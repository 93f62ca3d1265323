using System.Net;
using System.Net.Sockets;
using Failover.Transport;
using Microsoft.Extensions.Logging;

namespace Failover.Diagnostics;

/// <summary>The log messages of the cluster port: event ids 3000 to 3099.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(3000, LogLevel.Information, "Member {Member} listens on {EndPoint} as process {Process}.")]
    public static partial void Listening(this ILogger logger, string member, EndPoint endPoint, Guid process);

    [LoggerMessage(3001, LogLevel.Critical, "The cluster port's listener failed: this member must end its session.")]
    public static partial void ListenerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3002, LogLevel.Information, "Member {Member} does not listen any more.")]
    public static partial void ListenerClosed(this ILogger logger, string member);

    [LoggerMessage(3003, LogLevel.Warning, "The cluster port can accept nobody for now: {Error}.")]
    public static partial void OutOfSockets(this ILogger logger, SocketError error);

    [LoggerMessage(3010, LogLevel.Warning,
        "Refused a connection from {Remote}: {Reason} (and {Suppressed} more before).")]
    public static partial void RefusedConnection(this ILogger logger, EndPoint? remote, string reason, int suppressed);

    [LoggerMessage(3011, LogLevel.Warning,
        "Member {Member} refused a {Kind} stream: {Reason} (and {Suppressed} more before).")]
    public static partial void StreamWasRefused(this ILogger logger, StreamKind kind, string member, string reason, int suppressed);

    [LoggerMessage(3012, LogLevel.Debug, "A connection from {Remote} ended in its handshake: {Reason}.")]
    public static partial void HandshakeBroken(this ILogger logger, EndPoint? remote, string reason);

    [LoggerMessage(3013, LogLevel.Error, "The handshake with {Remote} failed for a reason of this side.")]
    public static partial void HandshakeFailed(this ILogger logger, Exception exception, EndPoint? remote);

    [LoggerMessage(3020, LogLevel.Debug, "A session channel with member {Member}, process {Process}, is open.")]
    public static partial void SessionOpened(this ILogger logger, string member, Guid process);

    [LoggerMessage(3021, LogLevel.Information, "The session channel with member {Member} closed: {Reason}.")]
    public static partial void SessionClosed(this ILogger logger, string member, string reason);
}
