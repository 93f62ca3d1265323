using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Failover.BrowserTests.Support;

/// <summary>The comparison's page in a browser.</summary>
internal sealed partial class ComparisonView(WatchedPage view)
{
    public IPage Page => view.Page;

    public ILocator Automatic => Page.Locator("article.automatic");

    public ILocator Approval => Page.Locator("article.approval");

    public ILocator[] Columns => [Automatic, Approval];

    public ILocator Button(string fault) => Page.Locator("#faults").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = fault, Exact = true });

    public async Task GoAsync(string address)
    {
        await Page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await Expect(Page.Locator("article.column")).ToHaveCountAsync(2);
        await Expect(Page.Locator("#connection")).ToBeHiddenAsync();
    }

    /// <summary>Waits until no fault is played any more and somebody leads on both sides; approves what is asked for.</summary>
    public async Task SettleAsync()
    {
        await Expect(Page.Locator("#faults button:disabled")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#faults button:enabled")).Not.ToHaveCountAsync(0);
        foreach (var column in Columns)
        {
            var led = column.Locator(".leader", new LocatorLocatorOptions { HasText = "leads in term" });
            while (await WhichAsync(led, column.Locator(".approve:enabled")) != led)
            {
                await ApproveAsync(column);
                await Expect(column.Locator(".answer")).Not.ToHaveTextAsync("Asking the cluster …");
            }
        }
    }

    /// <summary>Waits until one of the two is visible, and says which.</summary>
    public static async Task<ILocator> WhichAsync(ILocator one, ILocator other)
    {
        await Expect(one.Or(other).First).ToBeVisibleAsync();
        return await one.IsVisibleAsync() ? one : other;
    }

    /// <summary>Clicks on Approve, if it is there: it goes when the last leader comes back.</summary>
    public static Task ApproveAsync(ILocator column) => column.Locator(".approve:enabled").EvaluateAllAsync<JsonElement?>("buttons => buttons.forEach(button => button.click())");

    /// <summary>Who leads, as the page says it; waits until somebody does.</summary>
    public static async Task<(string Member, int Term)> LeaderAsync(ILocator column)
    {
        await Expect(column.Locator(".leader")).ToContainTextAsync("leads in term");
        var found = Leads().Match(await column.Locator(".leader").InnerTextAsync());
        Assert.True(found.Success);
        return (found.Groups[1].Value, int.Parse(found.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
    }

    /// <summary>A figure, by its name.</summary>
    public static async Task<double> FactAsync(ILocator column, string name)
    {
        var text = await column.Locator(".facts div").Filter(new LocatorFilterOptions { HasTextRegex = new Regex($"^{name}") }).Locator("dd").InnerTextAsync();
        var parts = text.Split(' ');
        return double.Parse(parts[0], CultureInfo.InvariantCulture) * (parts is [_, "min"] ? 60 : 1);
    }

    [GeneratedRegex(@"^(\w+) leads in term (\d+)$")]
    private static partial Regex Leads();
}
