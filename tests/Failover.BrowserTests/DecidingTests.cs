using System.Text.RegularExpressions;
using Failover.BrowserTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Failover.BrowserTests;

/// <summary>Operators decide on promotion requests: against a candidate, too late, and two at once.</summary>
public sealed class DecidingTests(Chromium chromium) : IAsyncLifetime
{
    private readonly Cluster _cluster = new("--Failover:Elections:dispatcher:Promotion:Policy=operator-approved", "--Failover:Quarantine:AfterResignation=00:10:00");
    private string[] _candidates = [];

    public async ValueTask InitializeAsync()
    {
        chromium.Require();
        await _cluster.StartAsync();

        // The leader lives on, and is no candidate for longer than any of the tests takes.
        var leader = await _cluster.LeaderAsync();
        _candidates = [.. _cluster.Running.Where(name => name != leader)];
        await _cluster.ActAsync(leader, "elections/dispatcher/resign", new { reason = "a request, please" });
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_rejected_candidate_is_not_proposed_again_and_the_next_one_is()
    {
        await using var view = await OpenAsync(_candidates[0]);
        var page = new OperatorPage(view);
        var first = await ProposedAsync(page);
        await view.PictureAsync("dashboard-request");
        await page.AskAsync("reject");
        await Expect(page.Dialog).ToContainTextAsync($"{first} is not proposed again during this vacancy.");
        await page.ReasonAsync("its disk is worn");
        await page.DoAsync("Reject", $"{first} is not proposed again during this vacancy");

        var second = Assert.Single(_candidates, name => name != first);
        await Expect(page.Request.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = $"Approve {second} …" })).ToBeVisibleAsync();
        await Expect(page.Election).ToContainTextAsync("is not proposed again: rejected by anonymous: its disk is worn.");
        await Expect(page.Audit("request-rejected")).ToContainTextAsync("anonymous · its disk is worn");
        await page.AskAsync("approve");
        await page.DoAsync("Approve", $"{second} leads in term 2");
        Assert.Equal(second, await _cluster.LeaderAsync());
        await Expect(page.Audit("request-approved")).ToContainTextAsync("anonymous");
        view.AssertClean();
    }

    [Fact]
    public async Task Who_approves_what_has_changed_meanwhile_is_asked_to_look_again()
    {
        await using var view = await OpenAsync(_candidates[0]);
        var page = new OperatorPage(view);
        var first = await ProposedAsync(page);
        var second = Assert.Single(_candidates, name => name != first);
        await page.AskAsync("approve");
        var revision = Regex.Match(await page.Dialog.InnerTextAsync(), @"Request 1, revision (\d+)\.").Groups[1].Value;

        // Who else could lead is part of the evidence; the proposed one still can.
        await _cluster.ActAsync(first, $"members/{second}/drain", new { reason = "its disk is worn" });

        await Expect(page.Warning).ToContainTextAsync(new Regex(@"^The request has changed: it is revision \d+ now\. Close this, and look at it again\.$"));
        await page.RefusedAsync(
            "This has changed since you looked. Nothing was done: look at it again, and decide on what is so now.",
            $" by now, not {revision}: look at its evidence again.");
        await Expect(page.Audit("approve-refused")).ToContainTextAsync("anonymous");
        await Expect(page.Election).ToContainTextAsync("vacant");
        await page.Dialog.Locator("[data-close]").ClickAsync();

        await page.AskAsync("approve");
        await page.DoAsync("Approve", $"{first} leads in term 2");
        await Expect(page.Election).ToContainTextAsync($"{first} leads");
    }

    [Fact]
    public async Task Of_two_operators_one_is_first_and_the_other_is_told_who_leads()
    {
        await using var one = await OpenAsync(_candidates[0]);
        await using var other = await OpenAsync(_candidates[1]);
        OperatorPage[] pages = [new(one), new(other)];
        int[] done = [];
        for (var tries = 0; tries < 10 && done.Sum() == 0; tries++)
        {
            done = await ApproveAtOnceAsync(pages);
        }

        Assert.Equal(1, done.Sum());
        var leader = _candidates[Array.IndexOf(done, 1)];
        var late = pages[Array.IndexOf(done, 0)];
        Assert.Equal(leader, await _cluster.LeaderAsync());
        await Expect(late.Answer).ToContainTextAsync("somebody else was first. Nothing was done.");
        await Expect(late.Answer).ToContainTextAsync($"dispatcher is now: {leader} leads in term 2.");
        await Expect(late.Audit("request-approved")).ToHaveCountAsync(1);
        await Expect(late.Audit("promoted")).ToHaveCountAsync(2);
    }

    /// <summary>Each for its own candidate; says whose approval was the first. Nobody's is where the request has just changed, as it may on a busy machine.</summary>
    private async Task<int[]> ApproveAtOnceAsync(OperatorPage[] pages)
    {
        for (var i = 0; i < pages.Length; i++)
        {
            await Expect(pages[i].Request).ToBeVisibleAsync();
            await pages[i].AskAsync("approve");
            await pages[i].ChooseAsync("Promote", _candidates[i]);
        }

        await Task.WhenAll(pages.Select(page => page.SendAsync()));
        foreach (var page in pages)
        {
            await Expect(page.Toasts.Locator(".toast.good").Or(page.Dialog.Locator(".answer.bad"))).ToBeVisibleAsync();
        }

        var done = await Task.WhenAll(pages.Select(page => page.Toasts.Locator(".toast.good").CountAsync()));
        if (done.Sum() == 0)
        {
            foreach (var page in pages)
            {
                await Expect(page.Answer).ToContainTextAsync("This has changed since you looked.");
                await page.Dialog.Locator("[data-close]").ClickAsync();
            }
        }

        return done;
    }

    private static async Task<string> ProposedAsync(OperatorPage page)
    {
        var button = await page.Request.Locator("button[data-act=approve]").InnerTextAsync();
        return button.Split(' ')[1];
    }

    private async Task<WatchedPage> OpenAsync(string member)
    {
        var view = await chromium.OpenAsync();
        await view.GoAsync(_cluster.Address(member));
        return view;
    }
}
