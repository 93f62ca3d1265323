using Failover.BrowserTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Failover.BrowserTests;

/// <summary>Failures and decisions, on a cluster whose policy asks an operator.</summary>
public sealed class OperatingTests(Chromium chromium) : IAsyncLifetime
{
    private const string Election = "Election dispatcher";

    private readonly Cluster _cluster = new("--Failover:Elections:dispatcher:Promotion:Policy=operator-approved");

    public async ValueTask InitializeAsync()
    {
        chromium.Require();
        await _cluster.StartAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_killed_leader_is_followed_by_whom_a_click_approves()
    {
        var leader = await _cluster.LeaderAsync();
        await using var view = await chromium.OpenAsync();
        await view.GoAsync(_cluster.Address(_cluster.Running.First(name => name != leader)));
        await _cluster.KillAsync(leader);

        var request = view.Page.Locator("article.request");
        await Expect(request).ToContainTextAsync("is over: it can act no more");
        await Expect(request).ToContainTextAsync("refuses connections: no process listens there");
        await Expect(request).ToContainTextAsync("2 of 3 members; none more may fail");
        await Expect(view.Role(AriaRole.Article, Election)).ToContainTextAsync("vacant");
        await Expect(view.Page.Locator("#announcer")).ToContainTextAsync("dispatcher");
        Assert.Empty(await PageCheck.ProblemsAsync(view.Page));

        await request.Locator("button[data-act=approve]").ClickAsync();
        Assert.Empty(await PageCheck.ProblemsAsync(view.Page));
        var candidate = await view.Page.GetByLabel("Promote").InputValueAsync();
        await view.Page.GetByLabel("Reason (optional)").FillAsync("seen and approved");
        await view.Page.Locator("dialog button[value=go]").ClickAsync();

        await Expect(view.Role(AriaRole.Article, Election)).ToContainTextAsync($"{candidate} leads");
        await Expect(view.Page.Locator("#requests")).ToBeHiddenAsync();
        await Expect(view.Page.Locator("#audit-list")).ToContainTextAsync("seen and approved");
        Assert.Equal(candidate, await _cluster.LeaderAsync());
        view.AssertClean();
    }

    [Fact]
    public async Task Who_comes_too_late_is_told_what_happened()
    {
        var leader = await _cluster.LeaderAsync();
        var via = _cluster.Running.First(name => name != leader);
        await using var view = await chromium.OpenAsync();
        await view.GoAsync(_cluster.Address(via));
        await _cluster.KillAsync(leader);
        await Expect(view.Page.Locator("article.request")).ToContainTextAsync("is over: it can act no more");
        await view.Page.Locator("article.request button[data-act=reject]").ClickAsync();
        await view.Page.GetByLabel("Reason").FillAsync("not this one");

        var request = (await _cluster.StatusAsync(via))["elections"]![0]!["request"]!;
        await _cluster.ActAsync(via, "elections/dispatcher/approve", new { request = (long)request["number"]!, revision = (int)request["revision"]! });

        await Expect(view.Page.Locator("dialog .warning")).ToContainTextAsync("is closed");
        await view.Page.Locator("dialog button[value=go]").ClickAsync();
        await Expect(view.Page.Locator("dialog .answer")).ToContainTextAsync("somebody else was first. Nothing was done.");
    }

    [Fact]
    public async Task The_page_outlives_its_own_member()
    {
        await using var view = await chromium.OpenAsync();
        var leader = await _cluster.LeaderAsync();
        var own = _cluster.Running.First(name => name != leader);
        await view.GoAsync(_cluster.Address(own));
        await view.Page.GetByLabel("About").SelectOptionAsync("dispatcher");
        await _cluster.KillAsync(own);

        await Expect(view.Page.Locator("#toasts")).ToContainTextAsync($"Moved here from {own}");
        await Expect(view.Page.Locator("#connection")).ToContainTextAsync("Live, seen from");
        await Expect(view.Page.GetByLabel("About")).ToHaveValueAsync("dispatcher");
        Assert.DoesNotContain(_cluster.Address(own), view.Page.Url, StringComparison.Ordinal);

        // Events and commands go there now.
        await view.Role(AriaRole.Button, "Hand over …").ClickAsync();
        await view.Page.Locator("dialog button[value=go]").ClickAsync();
        await Expect(view.Role(AriaRole.Article, Election)).ToContainTextAsync("term 2");
        view.AssertNoFault();
    }

    [Fact]
    public async Task A_member_that_hangs_is_left_too()
    {
        await using var view = await chromium.OpenAsync();
        var leader = await _cluster.LeaderAsync();
        var own = _cluster.Running.First(name => name != leader);
        await view.GoAsync(_cluster.Address(own));
        _cluster.Freeze(own);

        await Expect(view.Page.Locator("#toasts")).ToContainTextAsync($"Moved here from {own}");
        await Expect(view.Page.Locator("#connection")).ToContainTextAsync("Live, seen from");
        view.AssertNoFault();
    }

    [Fact]
    public async Task A_cluster_that_was_set_up_anew_is_shown_without_the_trail_of_the_old_one()
    {
        await using var view = await chromium.OpenAsync();
        await view.GoAsync(_cluster.Address("n1"));
        for (var times = 0; times < 10; times++)
        {
            // More records than the new cluster will have soon.
            await _cluster.ActAsync("n1", "elections/dispatcher/pause", new { reason = "the old cluster" });
            await _cluster.ActAsync("n1", "elections/dispatcher/resume", new { });
        }

        var trail = view.Page.Locator("#audit-list");
        await Expect(trail).ToContainTextAsync("the old cluster");
        await _cluster.ForgetAsync();

        // Within the page, which offers it for 2 s; and nobody is there yet, so it does offer it.
        await view.Page.WaitForFunctionAsync("() => { const stay = document.querySelector('[data-stay]'); stay?.click(); return stay !== null; }");
        _cluster.StartAll();

        await Expect(view.Page.Locator("#connection")).ToContainTextAsync("Live, seen from n1");
        await Expect(trail).Not.ToContainTextAsync("the old cluster");
        await Expect(trail).ToContainTextAsync("promoted");
        view.AssertNoFault();
    }

    [Fact]
    public async Task Whoever_has_no_network_stays_and_so_does_one_late_answer()
    {
        await using var view = await chromium.OpenAsync();
        await view.GoAsync(_cluster.Address("n1"));
        var failures = new SemaphoreSlim(0);
        view.Page.RequestFailed += (_, _) => failures.Release();
        var connection = view.Page.Locator("#connection");

        // The question that is under way when it begins, and five more: longer than the page waits for a member that has died.
        await view.Page.Context.SetOfflineAsync(true);
        for (var failed = 0; failed < 6; failed++)
        {
            Assert.True(await failures.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        }

        await view.Page.Context.SetOfflineAsync(false);
        await Expect(connection).ToContainTextAsync("Live, seen from n1");

        var asked = 0;
        await view.Page.RouteAsync("**/status", async route =>
        {
            if (Interlocked.Increment(ref asked) > 1)
            {
                await route.ContinueAsync();
            }
        });
        await view.Page.WaitForFunctionAsync("() => document.getElementById('notice').textContent.includes('is lost')");
        await Expect(connection).ToContainTextAsync("Live, seen from n1");
        Assert.StartsWith(_cluster.Address("n1"), view.Page.Url, StringComparison.Ordinal);
        view.AssertNoFault();
    }

    [Fact]
    public async Task A_click_without_an_answer_is_repeated_once_with_the_same_key()
    {
        await using var view = await chromium.OpenAsync();
        await view.GoAsync(_cluster.Address("n1"));
        List<string> keys = [];
        await view.Page.RouteAsync("**/pause", async route =>
        {
            keys.Add(route.Request.Headers["idempotency-key"]);
            if (keys.Count == 1)
            {
                // It is done, and the answer is lost.
                await route.FetchAsync();
                await route.AbortAsync();
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await view.Role(AriaRole.Button, "Pause …").ClickAsync();
        await view.Page.GetByLabel("Reason").FillAsync("release day");
        await view.Page.Locator("dialog button[value=go]").ClickAsync();

        await Expect(view.Page.Locator("#toasts")).ToContainTextAsync("Pause: done");
        Assert.Equal(2, keys.Count);
        Assert.Single(keys.Distinct());
        await Expect(view.Page.Locator("#audit-list tr", new PageLocatorOptions { HasText = "paused" })).ToHaveCountAsync(1);
    }
}
