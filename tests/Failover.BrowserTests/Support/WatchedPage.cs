using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Failover.BrowserTests.Support;

/// <summary>A page, and what goes wrong on it.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private const string PicturesVariable = "FAILOVER_TEST_PICTURES";

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _faults = new();

    public WatchedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _faults.Enqueue(error);
        page.Dialog += async (_, dialog) =>
        {
            _faults.Enqueue($"script ran: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _errors.Enqueue(message.Text);
            }
        };
        context.Request += (_, request) => Requested.Enqueue(request.Url);
    }

    public IPage Page { get; }

    /// <summary>The addresses that the page asked for.</summary>
    public ConcurrentQueue<string> Requested { get; } = new();

    /// <summary>A part of the page, by its role and accessible name.</summary>
    public ILocator Role(AriaRole role, string name) => Page.GetByRole(role, new PageGetByRoleOptions { Name = name });

    /// <summary>Opens a member's dashboard, and waits until it is live.</summary>
    public async Task GoAsync(string member)
    {
        await Page.GotoAsync($"{member}/failover/", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(Page.Locator("#connection")).ToContainTextAsync("Live, seen from");
    }

    /// <summary>Takes a picture of the whole page, for people to look at, if the variable says in which directory.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable(PicturesVariable) is { Length: > 0 } directory)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{name}.png"), FullPage = true });
        }
    }

    /// <summary>Nothing was thrown, and no script from outside ran. A lost member leaves errors of the network in the console.</summary>
    public void AssertNoFault() => Assert.Empty(_faults);

    /// <summary>Neither that, nor anything in the console.</summary>
    public void AssertClean()
    {
        AssertNoFault();
        Assert.Empty(_errors);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
