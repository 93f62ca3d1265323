using System.Net;
using System.Security.Claims;
using Failover.AspNetCore.Acting;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Access;

/// <summary>Who sent a request that was admitted, as the audit trail will have it.</summary>
/// <param name="Actor">The name, or null where the identity has none that can be written down.</param>
/// <param name="Method">How it was authenticated.</param>
/// <param name="Address">The address that the request came from, as the server, or the application's forwarded-headers setting, has it.</param>
internal sealed record Caller(string? Actor, string Method, string? Address)
{
    private const int MaxActorLength = 200;
    private const int MaxMethodLength = 100;
    private const string SubjectClaim = "sub";
    private const string DevelopmentActor = "anonymous";
    private const string DevelopmentMethod = "development";

    /// <summary>The caller that authentication found.</summary>
    public static Caller Of(HttpContext context, string? actorClaim)
    {
        var user = context.User;
        var identity = user.Identities.FirstOrDefault(candidate => candidate.IsAuthenticated);
        var actor = identity is null ? null
            : actorClaim is not null ? user.FindFirstValue(actorClaim)
            : identity.Name ?? user.FindFirstValue(SubjectClaim) ?? user.FindFirstValue(ClaimTypes.NameIdentifier);
        return new Caller(IsUsable(actor) ? actor : null, MethodOf(identity?.AuthenticationType), AddressOf(context));
    }

    /// <summary>Somebody on this machine, in development mode.</summary>
    public static Caller Developer(HttpContext context) => new(DevelopmentActor, DevelopmentMethod, AddressOf(context));

    /// <summary>Signs a command.</summary>
    public OperatorNote Sign(string key, string? reason) => new(Actor!, reason, key, Method, Address);

    private static bool IsUsable(string? actor) =>
        !string.IsNullOrWhiteSpace(actor) && actor.Length <= MaxActorLength && TextRule.IsPlain(actor);

    private static string MethodOf(string? type) => type switch
    {
        null or "" => "authenticated",
        // Words that mean something else in the audit trail.
        OperatorNote.Application or DevelopmentMethod => "http-" + type,
        { Length: > MaxMethodLength } => type[..MaxMethodLength],
        _ => type,
    };

    private static string? AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? Plain(address).ToString() : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
