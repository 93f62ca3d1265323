using System.Net;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Access;

/// <summary>Decides what counts as "from this machine, to this machine, and directly".</summary>
internal static class DevelopmentMode
{
    // A proxy on this machine connects from loopback too. "X-Original-For" is what is left when forwarded headers were applied.
    private static readonly string[] ProxyHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "X-Original-For", "Via"];

    /// <summary>Says why a request can not be admitted in development mode; null if it can.</summary>
    public static string? WhyNot(HttpContext context)
    {
        var connection = context.Connection;
        if (!IsLoopback(connection.RemoteIpAddress) || !IsLoopback(connection.LocalIpAddress))
        {
            return "it does not come from this machine over a loopback address";
        }

        // A name that another site made point to this machine (DNS rebinding) is still that site's name.
        if (context.Request.Host.Host.ToUpperInvariant() is not ("LOCALHOST" or "127.0.0.1" or "[::1]"))
        {
            return "its Host header is none of localhost, 127.0.0.1 and [::1]";
        }

        return ProxyHeaders.FirstOrDefault(context.Request.Headers.ContainsKey) is { } header
            ? $"it came through a proxy, as its header {header} says"
            : null;
    }

    private static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
