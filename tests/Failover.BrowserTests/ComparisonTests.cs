using System.Text.RegularExpressions;
using Failover.BrowserTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Failover.BrowserTests;

/// <summary>The comparison's page: two real clusters side by side, and the same faults on both by a click.</summary>
public sealed class ComparisonTests(Chromium chromium, ComparisonProgram comparison) : IClassFixture<ComparisonProgram>, IAsyncLifetime
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>";

    private static readonly object Landmarks = new { main = 1, h1 = 1 };

    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        chromium.Require();
        _address = await comparison.AddressAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task It_is_complete_in_each_width_and_theme_asks_nobody_else_and_its_plot_moves()
    {
        foreach (var width in new[] { 1280, 390 })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var view = await chromium.OpenAsync(width, scheme);
                var page = await OpenAsync(view);
                await page.SettleAsync();
                Assert.Equal(10, await page.Page.Locator("#faults button").CountAsync());
                foreach (var column in page.Columns)
                {
                    var line = column.Locator(".plot polyline");
                    await Expect(line).ToHaveAttributeAsync("points", new Regex(@"^([\d.]+,[\d.]+ ){3}"));
                    var points = await line.GetAttributeAsync("points");
                    await Expect(line).Not.ToHaveAttributeAsync("points", points!);
                    await Expect(column.Locator(".story")).ToContainTextAsync("leads in term");
                    Assert.True(await ComparisonView.FactAsync(column, "tasks done") > 0);
                }

                await view.PictureAsync($"comparison-{width}-{scheme}");
                Assert.Empty(await PageCheck.ProblemsAsync(page.Page, Landmarks));
                Assert.All(view.Requested, url => Assert.StartsWith(_address + "/", url, StringComparison.Ordinal));
                view.AssertClean();
            }
        }
    }

    [Fact]
    public async Task A_killed_leader_is_followed_at_once_on_one_side_and_by_whom_a_click_approves_on_the_other()
    {
        await using var view = await chromium.OpenAsync();
        var page = await OpenAsync(view);
        for (var attempt = 1; ; attempt++)
        {
            await page.SettleAsync();
            var before = (Automatic: await ComparisonView.LeaderAsync(page.Automatic), Approval: await ComparisonView.LeaderAsync(page.Approval));
            await page.Button("Kill the leader").ClickAsync();
            await Expect(page.Page.Locator("#hint")).ToContainTextAsync("Its process is gone");
            await Expect(page.Button("Kill the leader")).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(page.Button("Flap it")).ToBeDisabledAsync();

            // After 12 s it is started again, and needs no approval; on a busy machine nobody may have been asked by then.
            var asked = page.Approval.Locator(".request");
            var back = page.Approval.Locator(".leader", new LocatorLocatorOptions { HasText = $"{before.Approval.Member} leads in term {before.Approval.Term + 1}" });
            if (attempt < 3 && await ComparisonView.WhichAsync(back, asked) == back)
            {
                continue;
            }

            await Expect(asked.Locator("h3")).ToHaveTextAsync(new Regex(@"^Promote n\d\?$"));
            await Expect(asked.Locator(".evidence")).ToContainTextAsync($"Why nobody leads: the leader’s process is gone. It was {before.Approval.Member}.");
            await Expect(asked.Locator(".evidence")).ToContainTextAsync("refuses connections, so no process listens there");
            await Expect(page.Approval.Locator(".leader")).ToContainTextAsync("Nobody leads, for");
            Assert.Empty(await PageCheck.ProblemsAsync(page.Page, Landmarks));
            await view.PictureAsync("comparison-request");
            await ComparisonView.ApproveAsync(page.Approval);
            await Expect(asked).ToBeHiddenAsync();
            await CheckFollowedAsync(page, before.Automatic, before.Approval);
            view.AssertClean();
            return;
        }
    }

    [Theory]
    [InlineData("Hang it for 5 s", "frozen", "is frozen (SIGSTOP)", "goes on (SIGCONT)", true)]
    [InlineData("Cut it off for 5 s", "cut off", "is cut off from the other members", "is connected again", true)]
    [InlineData("Make its link lossy", "lossy", "loses 15 % of what it sends and gets", "'s links are sound again", false)]
    [InlineData("Make its link slow", "slow", "has 15 ms more on its links", "'s links are sound again", false)]
    [InlineData("Flap it", "cut off", "is cut off from the other members", "is connected again", true)]
    [InlineData("Overload it", "overloaded", "gets 10 % of its processor time", "has all its processor time again", false)]
    [InlineData("Kill the coordinator", "down", "is killed (SIGKILL)", "is started again", false)]
    [InlineData("Stop it gracefully", "stopping", "is asked to stop (SIGTERM)", "is started again", true)]
    [InlineData("Restart everything", null, "all members are killed (SIGKILL)", "is started again", true)]
    public async Task A_fault_by_a_click_hits_both_sides_and_is_over_in_the_end(string fault, string? state, string begins, string ends, bool leavesNobody)
    {
        await using var view = await chromium.OpenAsync();
        var page = await OpenAsync(view);
        await page.SettleAsync();
        var vacant = await VacantAsync();
        var done = await Task.WhenAll(page.Columns.Select(column => ComparisonView.FactAsync(column, "tasks done")));

        await page.Button(fault).ClickAsync();
        await Task.WhenAll(page.Columns.Select(column => Expect(column.Locator(".story")).ToContainTextAsync(begins)));
        if (state is not null)
        {
            await Task.WhenAll(page.Columns.Select(column => Expect(column.Locator(".members li.hurt")).ToContainTextAsync(state)));
        }

        await Task.WhenAll(page.Columns.Select(column => Expect(column.Locator(".story")).ToContainTextAsync(ends)));
        await page.SettleAsync();
        var vacantAfter = await VacantAsync();
        for (var i = 0; i < page.Columns.Length; i++)
        {
            var column = page.Columns[i];
            await Expect(column.Locator(".members li.hurt")).ToHaveCountAsync(0);
            await Expect(column.Locator(".members")).ToContainTextAsync("coordinates");
            if (leavesNobody)
            {
                Assert.True(vacantAfter[i] > vacant[i], $"Without a leader for {vacantAfter[i]} s, before it was {vacant[i]} s.");
                await Expect(column.Locator(".plot .vacant")).Not.ToHaveCountAsync(0);
            }

            await Expect(column.Locator(".facts div", new LocatorLocatorOptions { HasText = "tasks done" }).Locator("dd")).Not.ToHaveTextAsync($"{done[i]}");
            Assert.Equal(0, await ComparisonView.FactAsync(column, "lost"));
            Assert.Equal(0, await ComparisonView.FactAsync(column, "recorded twice"));
        }

        view.AssertClean();
    }

    [Fact]
    public async Task What_comes_from_outside_is_shown_as_text()
    {
        var snapshot = await comparison.SnapshotAsync();
        var column = snapshot["columns"]![1]!;
        foreach (var (parent, name) in new[] { (column, "title"), (column, "says"), (column, "leader"), (column["members"]![0]!, "name"), (column["members"]![0]!, "state"), (column["story"]![0]!, "text") })
        {
            parent[name] = Hostile;
        }

        column["request"] = System.Text.Json.JsonSerializer.SerializeToNode(new
        {
            number = 1,
            revision = 1,
            why = Hostile,
            candidate = new { member = Hostile },
            evidence = new
            {
                cause = Hostile,
                oldLeader = new { member = Hostile, incarnation = 1 },
                oldLeaderAddress = Hostile,
                leaseHasRunOut = true,
                sightings = new[] { new { by = Hostile, address = Hostile, heardMsAgo = 5.0 } },
                connected = 2,
                members = 3,
                quorum = 2,
                candidates = new[] { new { member = Hostile, rank = (int?)null, excluded = Hostile } },
            },
        });
        await using var view = await chromium.OpenAsync(390);
        await view.Page.RouteAsync("**/events", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/event-stream", Body = $"retry: 60000\ndata: {snapshot.ToJsonString()}\n\n" }));
        await view.Page.RouteAsync("**/faults", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = $$"""[{ "key": "x", "title": {{System.Text.Json.JsonSerializer.Serialize(Hostile)}}, "watch": "" }]""" }));
        await view.Page.GotoAsync(_address);

        var shown = view.Page.Locator("article.approval");
        await Expect(shown.Locator(".title")).ToHaveTextAsync(Hostile);
        await Expect(shown.Locator(".leader")).ToContainTextAsync($"{Hostile} leads in term");
        await Expect(shown.Locator(".members")).ToContainTextAsync($"{Hostile}: ");
        await Expect(shown.Locator(".request h3")).ToHaveTextAsync($"Promote {Hostile}?");
        await Expect(shown.Locator(".evidence")).ToContainTextAsync($"{Hostile} can not be promoted: {Hostile}.");
        await Expect(shown.Locator(".story")).ToContainTextAsync(Hostile);
        await Expect(view.Page.Locator("#faults button")).ToHaveTextAsync(Hostile);
        await Expect(view.Page.Locator("body img, body script")).ToHaveCountAsync(0);
        Assert.DoesNotContain(await PageCheck.ProblemsAsync(view.Page, Landmarks), problem => problem.StartsWith("scrolls sideways", StringComparison.Ordinal));
        view.AssertNoFault();
    }

    private static async Task CheckFollowedAsync(ComparisonView page, (string Member, int Term) automatic, (string Member, int Term) approval)
    {
        await page.SettleAsync();
        foreach (var (column, before) in new[] { (page.Automatic, automatic), (page.Approval, approval) })
        {
            await Expect(column.Locator(".story")).ToContainTextAsync($"{before.Member} is killed (SIGKILL)");
            var after = await ComparisonView.LeaderAsync(column);
            Assert.True(after.Term > before.Term, $"{after} after {before}");
            await Expect(column.Locator(".plot .vacant")).Not.ToHaveCountAsync(0);
        }

        await Expect(page.Approval.Locator(".story")).ToContainTextAsync("promotion request");
        await Expect(page.Approval.Locator(".answer")).ToHaveTextAsync(new Regex(@"^Approved: n\d leads in term \d+\.$"));
        await Expect(page.Approval.Locator(".story")).ToContainTextAsync("the operator says approve");
        Assert.True(await ComparisonView.FactAsync(page.Approval, "promotions") > 0);
        Assert.True(await ComparisonView.FactAsync(page.Automatic, "promotions") > 0);
    }

    /// <summary>How long nobody has led so far, more exactly than the page says it.</summary>
    private async Task<double[]> VacantAsync() =>
        [.. (await comparison.SnapshotAsync())["columns"]!.AsArray().Select(column => (double)column!["withoutLeaderSeconds"]!)];

    private async Task<ComparisonView> OpenAsync(WatchedPage view)
    {
        var page = new ComparisonView(view);
        await page.GoAsync(_address);
        return page;
    }
}
