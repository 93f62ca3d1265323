using Failover.AspNetCore.Access;
using Failover.AspNetCore.Routing;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Dashboard;

/// <summary>
/// Serves the embedded files, to whom the policy for reading admits. Pages may load what lies beside them and talk to this interface, and
/// nothing else: no inline script or style, no frame around them, no other host.
/// </summary>
internal static class DashboardRoutes
{
    /// <summary>What a page may do.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Root = "/";

    /// <summary>The routes: one for each file, and the prefix itself for the first page.</summary>
    public static IEnumerable<FailoverRoute> All(IReadOnlyList<DashboardFile> files) => files.SelectMany(file =>
        file.Path == DashboardFiles.Index ? [Of("/" + file.Path, file), Of(Root, file)] : new[] { Of("/" + file.Path, file) });

    private static FailoverRoute Of(string pattern, DashboardFile file) => new()
    {
        Method = HttpMethods.Get,
        AnswersHead = true,
        Pattern = pattern,
        Audience = Audience.View,
        Id = pattern,
        Summary = "A file of the dashboard.",
        IsPage = true,
        Handle = (context, _) => pattern == Root && !context.Request.Path.Value!.EndsWith('/')
            ? RedirectAsync(context)
            : SendAsync(context, file),
    };

    // Without the last slash, what the page refers to would be looked for beside the prefix.
    private static Task RedirectAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = context.Request.PathBase.Add(context.Request.Path).ToUriComponent() + Root;
        return Task.CompletedTask;
    }

    private static async Task SendAsync(HttpContext context, DashboardFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Kept, but asked for each time: a later version of the member has other files under the same names.
        headers.CacheControl = "no-cache";
        headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch.Contains(file.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
        }
    }
}
