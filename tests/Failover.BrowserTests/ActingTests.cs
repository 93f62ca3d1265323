using Failover.BrowserTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Failover.BrowserTests;

/// <summary>Each command by a click: its dialog, what comes of it, how it is refused, and what the audit trail says of it.</summary>
public sealed class ActingTests(Chromium chromium) : IAsyncLifetime
{
    private const string DoesNotFit = "It does not fit what is so now, or somebody else was first. Nothing was done.";

    private readonly Cluster _cluster = new("--Failover:Quarantine:AfterResignation=00:10:00");

    public async ValueTask InitializeAsync()
    {
        chromium.Require();
        await _cluster.StartAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Hand_over()
    {
        var leader = await _cluster.LeaderAsync();
        var target = _cluster.Running.Last(name => name != leader);
        await using var view = await OpenAsync(leader);
        var page = new OperatorPage(view);

        await page.AskAsync("hand-over");
        await Expect(page.Dialog).ToContainTextAsync($"{leader} stops what it does as leader and releases; then the next one leads in term 2.");
        await page.ChooseAsync("To", target);
        await page.ReasonAsync("new memory for the old one");
        await page.TryAsync($"Would be done: {leader} is asked to release dispatcher, then {target} leads in term 2.");
        await Expect(page.Election).ToContainTextAsync($"{leader} leads");
        await page.DoAsync("Hand over", $"{target} leads dispatcher in term 2.");

        await Expect(page.Election).ToContainTextAsync($"{target} leads");
        Assert.Equal(target, await _cluster.LeaderAsync());
        var began = page.Audit("hand-over-began");
        await Expect(began).ToContainTextAsync("anonymous · new memory for the old one");
        await Expect(began).ToContainTextAsync("term 1");
        await Expect(page.Audit("promoted").First).ToContainTextAsync($"{target}#");
        await Expect(page.Audit("promoted").First).ToContainTextAsync("it was handed over");
        view.AssertClean();
    }

    [Fact]
    public async Task Resign()
    {
        var leader = await _cluster.LeaderAsync();
        await using var view = await OpenAsync(leader);
        var page = new OperatorPage(view);

        await page.AskAsync("resign");
        await page.SendAsync();
        Assert.True(await page.Dialog.Locator("input[name=reason]:invalid").IsVisibleAsync(), "Without a reason nothing is sent.");
        await page.ReasonAsync("it is slow");
        await page.DoAsync("Resign", $"{leader} no longer leads dispatcher; its term 1 is over.");

        await Expect(page.Election).ToContainTextAsync("term 2");
        await Expect(page.Election).Not.ToContainTextAsync($"{leader} leads");
        await Expect(page.Election).ToContainTextAsync($"{leader} is no candidate for");
        Assert.NotEqual(leader, await _cluster.LeaderAsync());
        await Expect(page.Audit("resignation-began")).ToContainTextAsync("anonymous · it is slow");
        await Expect(page.Audit("promoted")).ToHaveCountAsync(2);
        view.AssertClean();
    }

    [Fact]
    public async Task Promote_is_refused_while_somebody_leads_and_done_by_force()
    {
        var leader = await _cluster.LeaderAsync();
        var candidate = _cluster.Running.First(name => name != leader);
        await using var view = await OpenAsync(candidate);
        var page = new OperatorPage(view);

        await page.AskAsync("promote");
        await page.ChooseAsync("Promote", candidate);
        await page.ReasonAsync("it shall be this one");
        await page.RefusedAsync(DoesNotFit, $"{leader} leads dispatcher in term 1; hand over, or promote by force to depose it when it does not release.");
        await Expect(page.Audit("promote-refused")).ToContainTextAsync("anonymous · it shall be this one");
        await Expect(page.Election).ToContainTextAsync($"{leader} leads");

        await page.Dialog.Locator("input[name=force]").CheckAsync();
        await page.DoAsync("Promote", $"{candidate} leads dispatcher in term 2.");
        await Expect(page.Election).ToContainTextAsync($"{candidate} leads");
        await Expect(page.Audit("hand-over-began")).ToContainTextAsync("by force");
        Assert.Equal(candidate, await _cluster.LeaderAsync());
    }

    [Fact]
    public async Task Drain_and_undrain()
    {
        var leader = await _cluster.LeaderAsync();
        await using var view = await OpenAsync(_cluster.Running.First(name => name != leader));
        var page = new OperatorPage(view);

        await page.AskAsync("drain", leader);
        await page.ReasonAsync("new kernel");
        await page.TryAsync($"Would be done: {leader} is drained; it leads dispatcher, and would release that.");
        await page.DoAsync("Drain", $"{leader} is drained");
        await Expect(page.Member(leader)).ToContainTextAsync("Drained by anonymous: new kernel");
        await Expect(page.Election).ToContainTextAsync("term 2");
        await Expect(page.Audit("drained")).ToContainTextAsync("anonymous · new kernel");
        var next = await _cluster.LeaderAsync();
        Assert.NotEqual(leader, next);

        await page.AskAsync("hand-over");
        await page.ChooseAsync("To", leader);
        await page.RefusedAsync(DoesNotFit, $"{leader} can not lead dispatcher: it is drained by anonymous.");
        await page.Dialog.Locator("[data-close]").ClickAsync();

        await page.AskAsync("undrain", leader);
        await page.DoAsync("Undrain", $"{leader} may lead again");
        await Expect(page.Member(leader)).Not.ToContainTextAsync("Drained");
        await Expect(page.Audit("undrained")).ToContainTextAsync(leader);
        await page.AskAsync("hand-over");
        await page.ChooseAsync("To", leader);
        await page.DoAsync("Hand over", $"{leader} leads dispatcher in term 3.");
        Assert.Equal(leader, await _cluster.LeaderAsync());
    }

    [Fact]
    public async Task Nobody_follows_while_it_is_paused_and_the_second_who_pauses_is_told()
    {
        var leader = await _cluster.LeaderAsync();
        var others = _cluster.Running.Where(name => name != leader).ToArray();
        await using var view = await OpenAsync(others[0]);
        await using var second = await OpenAsync(others[1]);
        var (page, late) = (new OperatorPage(view), new OperatorPage(second));
        await late.AskAsync("pause");

        await page.AskAsync("pause");
        await page.ChooseAsync("For", "900000");
        await page.ReasonAsync("release day");
        await page.DoAsync("Pause", "dispatcher is paused");
        await Expect(page.Election).ToContainTextAsync("Paused by anonymous for 15 min: release day");
        await late.ReasonAsync("me too");
        await late.RefusedAsync(DoesNotFit, "dispatcher is paused already, by anonymous: release day.");

        await _cluster.KillAsync(leader);
        await Expect(page.Election).ToContainTextAsync("vacant (the leader’s process is gone)");
        await Expect(page.Request).ToBeHiddenAsync();
        await page.AskAsync("resume");
        await page.ReasonAsync("the release is out");
        await page.DoAsync("Resume", "dispatcher is resumed");
        await Expect(page.Election).ToContainTextAsync("term 2");

        // Nobody was promoted before: the trail has the order.
        await Expect(page.Audit("resumed")).ToContainTextAsync("anonymous · the release is out");
        await Expect(page.Audit("promoted")).ToHaveCountAsync(2);
        Assert.True(await OperatorPage.NumberAsync(page.Audit("resumed")) < await OperatorPage.NumberAsync(page.Audit("promoted")));
    }

    [Fact]
    public async Task A_policy_of_two_operators_does_not_count_one_twice()
    {
        await using var view = await OpenAsync("n1");
        var page = new OperatorPage(view);
        await page.AskAsync("policy");
        await page.ChooseAsync("Policy", "operator-approved");
        await page.Dialog.GetByLabel("Operators who must approve").FillAsync("2");
        await page.ReasonAsync("four eyes");
        await page.DoAsync("Set policy", "dispatcher is now operator-approved (2 approvals).");
        await Expect(page.Election).ToContainTextAsync("Policy operator-approved: waits for an operator (2 operators)");
        await Expect(page.Audit("policy-set")).ToContainTextAsync("anonymous · four eyes");

        await _cluster.ActAsync("n1", "elections/dispatcher/resign", new { reason = "a request, please" });
        await Expect(page.Request).ToContainTextAsync("0 of 2 approvals");
        await page.AskAsync("approve");
        await page.DoAsync("Approve", "1 of 2 approvals; other operators must approve");
        await Expect(page.Request).ToContainTextAsync("1 of 2 approvals");
        await Expect(page.Election).ToContainTextAsync("vacant");

        await page.AskAsync("approve");
        await page.RefusedAsync(DoesNotFit, "already; another operator must.");
        await Expect(page.Audit("approve-refused")).ToContainTextAsync("anonymous");
        await Expect(page.Audit("request-approved")).ToContainTextAsync("anonymous");
        await Expect(page.Election).ToContainTextAsync("vacant");
    }

    [Fact]
    public async Task An_answer_that_comes_late_leaves_the_next_dialog_alone()
    {
        await using var view = await OpenAsync("n1");
        var page = new OperatorPage(view);
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await view.Page.RouteAsync("**/pause", async route =>
        {
            await mayAnswer.Task;
            await route.ContinueAsync();
        });
        await page.AskAsync("pause");
        await page.ReasonAsync("release day");
        await page.SendAsync();
        await view.Page.Keyboard.PressAsync("Escape");
        await page.AskAsync("resign");
        await page.ReasonAsync("it is slow");
        mayAnswer.SetResult();

        await Expect(page.Toasts).ToContainTextAsync("Pause: done");
        await Expect(page.Dialog).ToBeVisibleAsync();
        await Expect(page.Dialog.Locator("input[name=reason]")).ToHaveValueAsync("it is slow");
    }

    [Fact]
    public async Task Drill()
    {
        // A coordinator that leads yields to another, and then the gaps are not measured: it is left out.
        var leader = await _cluster.LeaderAsync();
        var status = await _cluster.StatusAsync(leader);
        var target = _cluster.Running.First(name => name != leader && name != (string?)status["coordinator"]);
        await using var view = await OpenAsync(target);
        var page = new OperatorPage(view);

        await page.AskAsync("drill");
        await Expect(page.Dialog).ToContainTextAsync($"{leader} hands over, and gets it back.");
        await page.ChooseAsync("With", target);
        await page.DoAsync("Run the drill", "Without a leader: ");

        await Expect(page.Election).ToContainTextAsync("term 3");
        await Expect(page.Election).ToContainTextAsync($"{leader} leads");
        await Expect(page.Audit("drill")).ToContainTextAsync("anonymous");
        await Expect(page.Audit("drill")).ToContainTextAsync($"{leader} → {target}");
        Assert.Equal(leader, await _cluster.LeaderAsync());
        view.AssertClean();

        // Another, of which the way there is done and the way back refused.
        await page.AskAsync("drill");
        await page.ChooseAsync("With", target);
        await view.Page.RouteAsync("**/drill", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 409,
            ContentType = "application/problem+json",
            Body = $$"""{ "title": "Conflict", "status": 409, "detail": "{{target}} leads dispatcher now", "outcome": "Conflict" }""",
        }));
        await page.RefusedAsync("The drill did not end as planned.", $"{target} leads dispatcher now");
        await Expect(page.Answer).Not.ToContainTextAsync("Nothing was done");
    }

    private async Task<WatchedPage> OpenAsync(string member)
    {
        var view = await chromium.OpenAsync();
        await view.GoAsync(_cluster.Address(member));
        return view;
    }
}
