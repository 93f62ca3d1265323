using System.Globalization;
using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.AspNetCore.Redirects;

/// <summary>Lets the leader answer, and sends to it from everywhere else.</summary>
/// <remarks>
/// Two members whose logs are not equally far could send a request to and fro. So each redirect carries the term of the leadership it
/// points to, and a member that does not lead redirects only towards a later one: terms rise, so this ends.
/// </remarks>
internal sealed class LeaderRedirect(string election, RequestDelegate next)
{
    /// <summary>The query parameter with the term; it is gone before the application sees the request.</summary>
    public const string TermParameter = "failover-term";

    /// <summary>Answers one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var here = context.RequestServices.GetRequiredService<ILeaderElectionFactory>().Get(election);
        var sentForTerm = TakeTerm(context.Request);
        if (here.IsLeader)
        {
            return next(context);
        }

        var now = here.Current;
        return now.Leader is not { } leader ? RefuseAsync(context, $"nobody leads '{election}' now")
            : now.IsSelf ? RefuseAsync(context, $"this member is named as leader of '{election}', and may not act now")
            : sentForTerm >= now.Term ? RefuseAsync(context, $"'{election}' changes hands now: the member that sent here knows no later leader than this one does")
            : AddressOf(leader) is not { } address ? RefuseAsync(context, $"the leader of '{election}', {leader.Member}, advertises no HTTP address: set AdvertisedAddress there")
            : RedirectAsync(context, address, now.Term);
    }

    private static Uri? AddressOf(LeaderInfo leader) =>
        Uri.TryCreate(leader.Address, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static Task RedirectAsync(HttpContext context, Uri address, long term)
    {
        // An address with a path is the application's base; without one, this application's base is the leader's too.
        var request = context.Request;
        var path = address.AbsolutePath == "/" ? request.PathBase.Add(request.Path) : new PathString(request.Path);
        var query = request.QueryString.Add(TermParameter, term.ToString(CultureInfo.InvariantCulture));
        context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = address.GetLeftPart(UriPartial.Path).TrimEnd('/') + path.ToUriComponent() + query.ToUriComponent();
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, string detail)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Answer.ProblemAsync(context, Problems.Create(StatusCodes.Status503ServiceUnavailable, detail));
    }

    private static long TakeTerm(HttpRequest request)
    {
        if (!long.TryParse(request.Query[TermParameter], NumberStyles.None, CultureInfo.InvariantCulture, out var term))
        {
            return 0;
        }

        // Taken out of the text, so that the rest stays as it was written.
        var rest = request.QueryString.Value!.TrimStart('?').Split('&').Where(part => !part.StartsWith(TermParameter + "=", StringComparison.OrdinalIgnoreCase));
        var query = string.Join('&', rest);
        request.QueryString = query.Length == 0 ? QueryString.Empty : new QueryString("?" + query);
        return term;
    }
}
