using System.Text.Json;
using Microsoft.Playwright;

namespace Failover.BrowserTests.Support;

/// <summary>What every state of the page must have.</summary>
internal static class PageCheck
{
    private static readonly string Script = new StreamReader(typeof(PageCheck).Assembly.GetManifestResourceStream("problems.js")!).ReadToEnd();

    /// <summary>Finds what lacks a name, a label or room on a dashboard; empty if nothing does.</summary>
    public static Task<string[]> ProblemsAsync(IPage page) => ProblemsAsync(page, new { main = 1, header = 1, nav = 1, h1 = 1 });

    /// <summary>The same on any page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="landmarks">How many elements of which name there must be.</param>
    public static async Task<string[]> ProblemsAsync(IPage page, object landmarks) =>
        (await page.EvaluateAsync<JsonElement>(Script, landmarks)).EnumerateArray().Select(problem => problem.GetString()!).ToArray();
}
