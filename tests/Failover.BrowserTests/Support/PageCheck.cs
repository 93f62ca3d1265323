using System.Text.Json;
using Microsoft.Playwright;

namespace Failover.BrowserTests.Support;

/// <summary>What every state of the page must have.</summary>
internal static class PageCheck
{
    private static readonly string Script = new StreamReader(typeof(PageCheck).Assembly.GetManifestResourceStream("problems.js")!).ReadToEnd();

    /// <summary>Finds what lacks a name, a label or room; empty if nothing does.</summary>
    public static async Task<string[]> ProblemsAsync(IPage page) =>
        (await page.EvaluateAsync<JsonElement>(Script)).EnumerateArray().Select(problem => problem.GetString()!).ToArray();
}
