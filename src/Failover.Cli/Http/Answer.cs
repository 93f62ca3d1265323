using System.Net;

namespace Failover.Cli.Http;

/// <summary>What a member answered.</summary>
/// <param name="Server">The member's address.</param>
/// <param name="Status">The status code.</param>
/// <param name="Location">Where it redirects to, or null.</param>
/// <param name="Body">The body.</param>
internal sealed record Answer(ServerAddress Server, HttpStatusCode Status, Uri? Location, byte[] Body)
{
    public bool IsDone => Status == HttpStatusCode.OK;

    /// <summary>Whether another member, or the same one later, may do better.</summary>
    public bool IsUndecided => Status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
