using Failover.BrowserTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Failover.BrowserTests;

/// <summary>What the page shows of a healthy cluster, and to whom.</summary>
public sealed class ReadingTests(Chromium chromium) : IAsyncLifetime
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>";
    private const string RightToLeft = "\u202egnp.exe";

    private readonly Cluster _cluster = new($"--Failover:Labels:zone={Hostile}{RightToLeft}");

    public async ValueTask InitializeAsync()
    {
        chromium.Require();
        await _cluster.StartAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task It_is_complete_in_each_width_and_theme_and_asks_nobody_else()
    {
        var leader = await _cluster.LeaderAsync();
        foreach (var width in new[] { 1280, 390 })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var view = await chromium.OpenAsync(width, scheme);
                await view.GoAsync(_cluster.Address("n1"));

                await Expect(view.Role(AriaRole.Article, "Election dispatcher")).ToContainTextAsync($"{leader} leads");
                await Expect(view.Page.Locator("#picture svg")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex($"{leader}: .*leads dispatcher"));
                await Expect(view.Page.Locator("#times-list svg rect.member-0, #times-list svg rect.member-1, #times-list svg rect.member-2")).Not.ToHaveCountAsync(0);
                await Expect(view.Page.Locator("#audit-list")).ToContainTextAsync("promoted");
                await view.Page.GetByText("Terms and candidates").ClickAsync();
                await view.PictureAsync($"dashboard-{width}-{scheme}");
                Assert.Empty(await PageCheck.ProblemsAsync(view.Page));
                Assert.All(view.Requested, url => Assert.StartsWith(_cluster.Address("n1") + "/failover/", url, StringComparison.Ordinal));
                view.AssertClean();
            }
        }
    }

    [Fact]
    public async Task What_comes_from_outside_is_shown_as_text()
    {
        await _cluster.ActAsync("n1", "members/n3/drain", new { reason = Hostile });
        await using var view = await chromium.OpenAsync();

        // A name can not be hostile; the page does not rely on it.
        await view.Page.RouteAsync("**/failover/status", async route =>
        {
            var status = await _cluster.StatusAsync("n1");
            status["elections"]![0]!["name"] = Hostile;
            await route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = status.ToJsonString() });
        });
        await view.Page.RouteAsync("**/failover/events*", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/event-stream", Body = "retry: 60000\n\n" }));
        await view.GoAsync(_cluster.Address("n1"));

        var member = view.Page.Locator("#members li", new PageLocatorOptions { HasText = "drained" });
        await Expect(member).ToContainTextAsync($"zone={Hostile}{RightToLeft}");
        await Expect(member).ToContainTextAsync($": {Hostile}");
        await Expect(view.Page.Locator("article.election h3")).ToHaveTextAsync(Hostile);
        await Expect(view.Page.Locator("#audit-list")).ToContainTextAsync(Hostile);
        await view.Page.Locator("article.election button[data-act=pause]").ClickAsync();
        await Expect(view.Page.Locator("#dialog-title")).ToHaveTextAsync($"Pause {Hostile}");
        await Expect(view.Page.Locator("main img, main script, dialog img, dialog script")).ToHaveCountAsync(0);
        Assert.Equal("isolate", await member.Locator("bdi").Last.EvaluateAsync<string>("element => getComputedStyle(element).unicodeBidi"));
        view.AssertClean();
    }

    [Fact]
    public async Task Everything_can_be_done_with_the_keyboard()
    {
        await using var view = await chromium.OpenAsync();
        await view.GoAsync(_cluster.Address("n1"));
        await view.Page.Keyboard.PressAsync("Tab");
        await Expect(view.Role(AriaRole.Link, "Skip to the cluster")).ToBeFocusedAsync();
        await view.Page.Keyboard.PressAsync("Enter");

        // The page is redrawn all the time meanwhile; what has the focus keeps it.
        var pause = view.Role(AriaRole.Button, "Pause …");
        for (var tabs = 0; tabs < 40 && !await pause.EvaluateAsync<bool>("element => element === document.activeElement"); tabs++)
        {
            await view.Page.Keyboard.PressAsync("Tab");
        }

        await Expect(pause).ToBeFocusedAsync();
        await view.Page.Keyboard.PressAsync("Enter");
        await Expect(view.Role(AriaRole.Dialog, "Pause dispatcher")).ToBeVisibleAsync();
        Assert.Empty(await PageCheck.ProblemsAsync(view.Page));
        await view.Page.Keyboard.PressAsync("Escape");
        await Expect(pause).ToBeFocusedAsync();

        await view.Page.Keyboard.PressAsync("Enter");
        await view.Page.GetByLabel("Reason").FillAsync("release day");
        await view.Page.Keyboard.PressAsync("Enter");
        await Expect(view.Page.Locator("#dialog")).ToContainTextAsync("Nothing was changed");
        await view.Role(AriaRole.Button, "Pause").And(view.Page.Locator("[type=submit]")).PressAsync("Enter");
        await Expect(view.Role(AriaRole.Article, "Election dispatcher")).ToContainTextAsync("Paused by anonymous until resumed: release day");
        await Expect(view.Page.Locator("#toasts")).ToContainTextAsync("Pause: done");
        view.AssertClean();
    }
}
