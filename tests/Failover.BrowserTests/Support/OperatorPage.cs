using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Failover.BrowserTests.Support;

/// <summary>The dashboard in the hands of an operator: commands through their dialogs, and what is seen of them afterwards.</summary>
internal sealed class OperatorPage(WatchedPage view)
{
    public IPage Page => view.Page;

    /// <summary>The card of the sample's election.</summary>
    public ILocator Election => view.Role(AriaRole.Article, "Election dispatcher");

    public ILocator Request => Page.Locator("article.request");

    public ILocator Dialog => Page.Locator("#dialog");

    /// <summary>What the dialog says came of a command that was not done.</summary>
    public ILocator Answer => Dialog.Locator(".answer");

    /// <summary>What the dialog says has changed since it was opened.</summary>
    public ILocator Warning => Dialog.Locator(".warning");

    public ILocator Toasts => Page.Locator("#toasts");

    /// <summary>A member in the list.</summary>
    public ILocator Member(string name) =>
        Page.Locator("#members li").Filter(new LocatorFilterOptions { Has = Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name, Exact = true }) });

    /// <summary>The records of the audit trail with a verb, newest first.</summary>
    public ILocator Audit(string verb) => Page.Locator("#audit-list tbody tr")
        .Filter(new LocatorFilterOptions { Has = Page.Locator(".verb", new PageLocatorOptions { HasTextRegex = new Regex($"^{verb}$") }) });

    /// <summary>The number of a record of the audit trail.</summary>
    public static async Task<int> NumberAsync(ILocator record) =>
        int.Parse(await record.First.Locator("td").First.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Opens the dialog of a command about the election, or about a member, and checks it.</summary>
    public async Task AskAsync(string act, string? member = null)
    {
        await Page.Locator($"button[data-act={act}]{(member is null ? "" : $"[data-member={member}]")}").First.ClickAsync();
        await Expect(Dialog).ToBeVisibleAsync();
        Assert.Empty(await PageCheck.ProblemsAsync(Page));
    }

    public Task ReasonAsync(string reason) => Dialog.Locator("input[name=reason]").FillAsync(reason);

    public Task ChooseAsync(string label, string value) => Dialog.GetByLabel(label, new LocatorGetByLabelOptions { Exact = true }).SelectOptionAsync(value);

    /// <summary>Asks what would happen; nothing may.</summary>
    public async Task TryAsync(string would)
    {
        await Dialog.Locator("button[value=try]").ClickAsync();
        await Expect(Answer).ToHaveTextAsync($"Nothing was changed. {would}");
    }

    public Task SendAsync() => Dialog.Locator("button[value=go]").ClickAsync();

    /// <summary>Sends, and waits until the page says that it was done.</summary>
    public async Task DoAsync(string done, string outcome)
    {
        await SendAsync();
        await Expect(Toasts).ToContainTextAsync(new Regex($"{Regex.Escape(done)}: done.*{Regex.Escape(outcome)}"));
        await Expect(Dialog).ToBeHiddenAsync();
    }

    /// <summary>Sends, and waits until the dialog says, in words, why it was not done.</summary>
    public async Task RefusedAsync(string headline, string detail)
    {
        await SendAsync();
        await Expect(Answer).ToContainTextAsync(headline);
        await Expect(Answer).ToContainTextAsync(detail);
        await Expect(Dialog).ToBeVisibleAsync();
    }
}
