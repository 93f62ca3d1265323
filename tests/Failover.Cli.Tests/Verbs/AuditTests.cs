using System.Text.Json;

namespace Failover.Cli.Tests.Verbs;

public sealed class AuditTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("failover-cli-").FullName;

    private string FilePath => Path.Combine(_directory, "audit.jsonl");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Lists_the_latest()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster(records: 60));
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("audit", "list", "--limit", "2"));

        Assert.Contains("59", tool.Out.Text, StringComparison.Ordinal);
        Assert.Contains("60", tool.Out.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("58 ", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_page_by_page_with_the_line_for_the_next()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster(records: 30));
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("audit", "list", "--after", "10", "--limit", "5", "--election", "dispatcher"));

        Assert.Equal("?after=10&limit=5&election=dispatcher", Assert.Single(member.Received).Query);
        Assert.Contains("failover audit list --limit 5 --election dispatcher --after 15", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_every_page_as_lines_that_verify()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster(records: 1_000));
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("audit", "export", "--file", FilePath));
        Assert.Equal(1_000, (await File.ReadAllLinesAsync(FilePath, TestContext.Current.CancellationToken)).Length);

        var check = new Tool();
        Assert.Equal(0, await check.RunAsync("audit", "verify", "--file", FilePath));
        Assert.Contains("Intact: 1000 records, 1 to 1000", check.Out.Text, StringComparison.Ordinal);
        Assert.Equal(2, await tool.RunAsync("audit", "export", "--file", FilePath));
    }

    [Fact]
    public async Task Exports_to_standard_output_what_is_new()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster(records: 5));
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("audit", "export", "--after", "3"));

        var lines = tool.Out.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([4, 5], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt64()));
    }

    [Fact]
    public async Task An_export_that_failed_leaves_no_file_and_can_be_tried_again()
    {
        await using var dead = await FakeMember.StartAsync();
        await using var alive = await FakeMember.StartAsync();
        await dead.KillAsync();

        Assert.Equal(3, await new Tool(dead).RunAsync("audit", "export", "--file", FilePath));

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(FilePath)!, $"{Path.GetFileName(FilePath)}*"));
        Assert.Equal(0, await new Tool(alive).RunAsync("audit", "export", "--file", FilePath));
    }

    [Fact]
    public async Task Records_that_the_cluster_keeps_no_more_are_missed()
    {
        var cluster = new FakeCluster(records: 9);
        await using var member = await FakeMember.StartAsync(cluster);
        member.Always("GET audit", Reply.Json(cluster.Records.Skip(5).ToArray(), FailoverJson.Default.IReadOnlyListAuditRecord));
        var tool = new Tool(member);

        Assert.Equal(1, await tool.RunAsync("audit", "export", "--after", "3"));

        Assert.Empty(tool.Out.Text);
        Assert.Contains("Records 4 to 5 are missing", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains("failover audit export --after 5", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_record_is_not_intact()
    {
        await File.WriteAllTextAsync(FilePath, "\n", TestContext.Current.CancellationToken);
        var tool = new Tool();

        Assert.Equal(1, await tool.RunAsync("audit", "verify", "--file", FilePath));

        Assert.Contains("holds no record", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clusters_chain_is_checked_against_its_head()
    {
        var cluster = new FakeCluster(records: 5);
        await using var member = await FakeMember.StartAsync(cluster);
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("audit", "verify", "--output", "json"));

        using var json = JsonDocument.Parse(tool.Out.Text);
        Assert.True(json.RootElement.GetProperty("intact").GetBoolean());
        Assert.Equal(cluster.Records[^1].Hash, json.RootElement.GetProperty("head").GetString());

        // A trail that was written anew as a whole follows from itself, and yet not to that head.
        member.Always("GET status", Reply.Json(cluster.Status with { AuditHead = "00" }, FailoverJson.Default.ClusterStatus));
        Assert.Equal(1, await tool.RunAsync("audit", "verify"));
    }

    [Theory]
    [InlineData("because", "a better reason", 3)]
    [InlineData("alice", "mallory", 3)]
    public async Task A_changed_record_is_found(string text, string changed, long broken)
    {
        await WriteAsync(new FakeCluster(records: 5), lines => lines[2] = lines[2].Replace(text, changed, StringComparison.Ordinal));
        var tool = new Tool();

        Assert.Equal(1, await tool.RunAsync("audit", "verify", "--file", FilePath, "-o", "json"));

        using var json = JsonDocument.Parse(tool.Out.Text);
        Assert.False(json.RootElement.GetProperty("intact").GetBoolean());
        Assert.Equal(broken, json.RootElement.GetProperty("broken").GetInt64());
    }

    [Fact]
    public async Task A_record_that_was_left_out_is_found()
    {
        await WriteAsync(new FakeCluster(records: 5), lines => lines.RemoveAt(2));
        var tool = new Tool();

        Assert.Equal(1, await tool.RunAsync("audit", "verify", "--file", FilePath));

        Assert.Contains("Record 4 does not follow", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_end_is_found_by_the_hash_that_was_noted()
    {
        var cluster = new FakeCluster(records: 5);
        await WriteAsync(cluster, lines => lines.RemoveAt(4));

        Assert.Equal(0, await new Tool().RunAsync("audit", "verify", "--file", FilePath, "--head", cluster.Records[3].Hash));
        Assert.Equal(1, await new Tool().RunAsync("audit", "verify", "--file", FilePath, "--head", cluster.Records[4].Hash));
    }

    [Fact]
    public async Task What_is_no_record_is_named_by_its_line()
    {
        await WriteAsync(new FakeCluster(records: 2), lines => lines.Add("{}"));
        var tool = new Tool();

        Assert.Equal(1, await tool.RunAsync("audit", "verify", "--file", FilePath));

        Assert.Contains("line 3: this is no audit record", tool.Error.Text, StringComparison.Ordinal);
    }

    private Task WriteAsync(FakeCluster cluster, Action<List<string>> change)
    {
        List<string> lines = [.. cluster.Records.Select(record => JsonSerializer.Serialize(record, FailoverJson.Default.AuditRecord))];
        change(lines);
        return File.WriteAllLinesAsync(FilePath, lines, TestContext.Current.CancellationToken);
    }
}
