using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Access;

/// <summary>
/// Refuses what a page of another site makes an operator's browser send. With the content type that commands must have, a browser asks
/// first; this holds also where the application answers that question too generously.
/// </summary>
internal static class CrossSite
{
    private const string FetchSite = "Sec-Fetch-Site";

    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>Refuses a request from another site.</summary>
    public static void Check(HttpRequest request)
    {
        if (request.Headers.TryGetValue(FetchSite, out var site) && site != "same-origin" && site != "none")
        {
            throw Refuse(FetchSite);
        }

        if (request.Headers.Origin is { Count: > 0 } origin && !(origin is [{ } only] && IsOwn(only, request.Host)))
        {
            throw Refuse("Origin");
        }
    }

    // The scheme is not compared: a proxy that ends TLS changes it.
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.IdnHost.Trim('[', ']').Equals(host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && uri.Port == (host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? HttpsPort : HttpPort));

    private static Refusal Refuse(string header) => new(
        StatusCodes.Status403Forbidden,
        $"the request comes from another site, as its header {header} says; behind a proxy, let the application see the original Host",
        header);
}
