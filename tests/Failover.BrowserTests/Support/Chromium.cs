using Microsoft.Playwright;

namespace Failover.BrowserTests.Support;

/// <summary>The machine's own Chromium, without a window. Where there is none, the tests are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long a test waits for the page to show something; generous, because the machine may be busy.</summary>
    public const float PatienceMs = 60_000;

    private const string PathVariable = "FAILOVER_TEST_CHROMIUM";

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable(PathVariable) ?? Array.Find(Places, File.Exists);
        if (path is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Timeout = PatienceMs,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public void Require() =>
        Assert.SkipWhen(_browser is null, $"No Chromium was found at {string.Join(", ", Places)}; {PathVariable} may say where it is.");

    /// <summary>A page in a profile of its own.</summary>
    public async Task<WatchedPage> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Require();
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
        });
        context.SetDefaultTimeout(PatienceMs);
        return new WatchedPage(context, await context.NewPageAsync());
    }
}
