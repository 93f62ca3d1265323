using System.Reflection;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Comparison.Faults;

namespace Comparison.Serving;

/// <summary>What the page's server answers.</summary>
[UnsupportedOSPlatform("windows")]
internal static class PageRoutes
{
    private const string ContentSecurity = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void MapPage(this WebApplication app, Stage stage)
    {
        app.Use(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurity;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            if (HttpMethods.IsPost(context.Request.Method) && !IsOwnPage(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await next(context);
        });
        MapFile(app, "/", "index.html", "text/html; charset=utf-8");
        MapFile(app, "/page.css", "page.css", "text/css; charset=utf-8");
        MapFile(app, "/page.js", "page.js", "text/javascript; charset=utf-8");
        MapFile(app, "/plot.js", "plot.js", "text/javascript; charset=utf-8");
        MapFile(app, "/words.js", "words.js", "text/javascript; charset=utf-8");
        app.MapGet("/faults", () => FaultCatalogue.All.Select(fault => new { fault.Key, fault.Title, fault.Watch }));
        app.MapGet("/events", context => StreamAsync(context, stage, app.Lifetime.ApplicationStopping));
        app.MapPost("/faults/{key}", (string key) =>
            FaultCatalogue.All.FirstOrDefault(fault => fault.Key == key) is not { } fault ? Results.NotFound()
            : stage.TryPlay(fault) ? Results.Accepted()
            : Results.Conflict());
        foreach (var verb in new[] { "approve", "reject" })
        {
            app.MapPost($"/columns/{{mode}}/{verb}", async (string mode, Word word, CancellationToken cancellationToken) =>
                stage.Columns.FirstOrDefault(column => column.Mode.Key == mode) is { } column
                    ? Results.Json(await column.DecideAsync(verb, word.Request, word.Revision, "clicked on the comparison's page", cancellationToken), Json)
                    : Results.NotFound());
        }
    }

    private static void MapFile(WebApplication app, string route, string name, string type)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"page/{name}") ?? throw new InvalidOperationException($"{name} is not there.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        app.MapGet(route, () => Results.Text(text, type, Encoding.UTF8));
    }

    /// <summary>No other site may press the buttons.</summary>
    private static bool IsOwnPage(HttpRequest request) =>
        request.HasJsonContentType() && (request.Headers.Origin is not [{ } origin] || origin == $"{request.Scheme}://{request.Host}");

    private static async Task StreamAsync(HttpContext context, Stage stage, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var timer = new PeriodicTimer(Frame);
        try
        {
            do
            {
                await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(Snapshot.Of(stage), Json)}\n\n", end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
            while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
    }
}
