using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests;

public sealed partial class LoggingTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_log_file_holds_compact_json()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TaskDispatch:Member"] = "n1",
            ["TaskDispatch:Address"] = "http://127.0.0.1:5001",
            ["TaskDispatch:LogFile"] = _directory.File("log-.clef"),
        });
        builder.Services.AddTaskDispatch(builder.Configuration.GetSection(TaskDispatchOptions.Section));
        builder.Services.AddTaskDispatchLogging();
        await using (var app = builder.Build())
        {
            LogPromoted(app.Services.GetRequiredService<ILogger<LoggingTests>>(), "n2");
        }

        var file = Assert.Single(Directory.GetFiles(_directory.FullName));
        var text = Assert.Single(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
        var line = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal("{Member} was promoted", line.GetProperty("@mt").GetString());
        Assert.Equal("n2", line.GetProperty("Member").GetString());
    }

    [LoggerMessage(1, LogLevel.Information, "{Member} was promoted")]
    private static partial void LogPromoted(ILogger logger, string member);
}
