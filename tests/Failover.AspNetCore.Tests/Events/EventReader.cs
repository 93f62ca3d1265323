using Failover.AspNetCore.Tests.Support;

namespace Failover.AspNetCore.Tests.Events;

/// <summary>Reads server-sent events as a browser does, except that it shows comments too.</summary>
internal sealed class EventReader(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    /// <summary>What has come until an empty line: field names and values, and comments under the name "".</summary>
    public async Task<Dictionary<string, string>?> NextAsync()
    {
        var block = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                return block;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            block.Add(line[..colon], line[(colon + 1)..].TrimStart(' '));
        }

        return null;
    }

    /// <summary>The next events, as <c>name id</c>; comments and the like are passed over.</summary>
    public async Task<List<string>> NextNamesAsync(int count)
    {
        var names = new List<string>();
        while (names.Count < count)
        {
            var block = await NextAsync() ?? throw new EndOfStreamException($"The stream ended after {string.Join(", ", names)}.");
            if (block.TryGetValue("event", out var name))
            {
                names.Add($"{name} {block["id"]}");
            }
        }

        return names;
    }

    public static async Task<EventReader> OpenAsync(OperatorHost host, string query = "", params (string Name, string? Value)[] headers)
    {
        var response = await host.GetAsync("/failover/events" + query, headers);
        Assert.True(response.IsSuccessStatusCode, await Describe(response));
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    public HttpResponseMessage Response => response;

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }

    private static async Task<string> Describe(HttpResponseMessage response) => response.IsSuccessStatusCode
        ? ""
        : $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
}
