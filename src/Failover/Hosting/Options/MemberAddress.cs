using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Failover.Hosting;

/// <summary>A member's cluster address, from <c>host:port</c>.</summary>
/// <param name="EndPoint">An <see cref="IPEndPoint"/> or a <see cref="DnsEndPoint"/>.</param>
/// <param name="IsLoopback">Whether only processes of the same machine can reach it.</param>
internal sealed record MemberAddress(EndPoint EndPoint, bool IsLoopback)
{
    /// <summary>Reads an address; on failure <paramref name="problem"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MemberAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0)
        {
            problem = "must be host:port, for example '10.0.0.1:7000' or 'node1.example.org:7000'.";
            return false;
        }

        var host = text[..colon];
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            problem = $"the port '{text[(colon + 1)..]}' must be a number from 1 to 65535.";
            return false;
        }

        return TryParseHost(host, port, out address, out problem);
    }

    private static bool TryParseHost(
        string host, int port, [NotNullWhen(true)] out MemberAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        var isBracketed = host.StartsWith('[') && host.EndsWith(']');
        switch (Uri.CheckHostName(host))
        {
            case UriHostNameType.IPv6 when !isBracketed:
                problem = $"an IPv6 address is written in brackets: '[{host}]:{port}'.";
                return false;
            case UriHostNameType.IPv4 or UriHostNameType.IPv6:
                var ip = IPAddress.Parse(host);
                if (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
                {
                    problem = $"'{host}' means every address of a machine; write the one that the other members dial.";
                    return false;
                }

                address = new MemberAddress(new IPEndPoint(ip, port), IPAddress.IsLoopback(ip));
                return true;
            case UriHostNameType.Dns:
                var isLocal = host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
                address = new MemberAddress(
                    isLocal ? new IPEndPoint(IPAddress.Loopback, port) : new DnsEndPoint(host, port, AddressFamily.Unspecified), isLocal);
                return true;
            default:
                problem = $"'{host}' is neither a host name nor an IP address.";
                return false;
        }
    }
}
