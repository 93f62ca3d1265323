using System.Text.Json;

namespace Failover.Cli.Tests.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData("", "See failover --help")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("explain", "See failover explain --help")]
    [InlineData("status --nonsense", "--nonsense")]
    [InlineData("pause dispatcher --for 10 --reason x", "--for: '10' is not allowed; write a number and a unit, for example 90s, 10m, 2h or 1d (from 1s to 365d).")]
    [InlineData("pause dispatcher --for 1ms --reason x", "from 1s to 365d")]
    [InlineData("status --timeout 2d", "--timeout: '2d' is not allowed")]
    [InlineData("status --output xml", "--output: 'xml' is not allowed; write table or json.")]
    [InlineData("status --server n1:8080", "--server: 'n1:8080' is no http or https URL")]
    [InlineData("status --server http://alice:secret@n1", "must not hold a user name or password")]
    [InlineData("elections ..", "<name>: '..' is no name")]
    [InlineData("elections a/b", "<name>: 'a/b' is no name")]
    [InlineData("approve dispatcher --request 7", "--request and --revision belong together")]
    [InlineData("approve dispatcher --revision 7", "--request and --revision belong together")]
    [InlineData("approve dispatcher --request x --revision 1", "--request: 'x' is not allowed; write a number from 1.")]
    [InlineData("policy", "See failover policy --help")]
    [InlineData("policy set dispatcher --reason x", "Nothing to change")]
    [InlineData("policy set dispatcher --approvals 6", "--approvals: '6' is not allowed; write a number from 1 to 5.")]
    [InlineData("policy set dispatcher --on-timeout explode", "write escalate, withdraw or promote.")]
    [InlineData("policy set dispatcher --window 8d", "--window: '8d' is not allowed")]
    [InlineData("policy set dispatcher --most-promotions 31", "from 1 to 30, or none")]
    [InlineData("audit list --limit 1001", "from 1 to 1000")]
    [InlineData("resume dispatcher --idempotency-key é", "--idempotency-key: write letters, digits and signs, without spaces.")]
    [InlineData("status --token é", "The token holds characters that no token has.")]
    [InlineData("completion tcsh", "write bash, zsh, fish, pwsh")]
    public async Task Wrong_lines_end_with_2_and_say_what_is_allowed(string line, string message)
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(2, await tool.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Contains(message, tool.Error.Text, StringComparison.Ordinal);
        Assert.Equal("", tool.Out.Text);
        Assert.Empty(member.Received);
    }

    [Theory]
    [InlineData("status --output json --nonsense")]
    [InlineData("pause dispatcher --for 10 -o json")]
    public async Task Usage_errors_are_json_for_programs(string line)
    {
        var tool = new Tool();

        Assert.Equal(2, await tool.RunAsync(line.Split(' ')));

        using var json = JsonDocument.Parse(tool.Error.Text);
        Assert.Equal(2, json.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Without_a_server_it_says_how_to_name_one()
    {
        var tool = new Tool();

        Assert.Equal(2, await tool.RunAsync("status"));

        Assert.Contains("--server http://localhost:8080", tool.Error.Text, StringComparison.Ordinal);
        Assert.Contains("FAILOVER_SERVERS", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_variable_is_named()
    {
        var tool = new Tool().With("FAILOVER_SERVERS", "http://n1:8080, n2");

        Assert.Equal(2, await tool.RunAsync("status"));

        Assert.Contains("FAILOVER_SERVERS: 'n2' is no http or https URL", tool.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_that_begins_with_an_at_sign_is_no_file()
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("pause", "dispatcher", "--reason", "@bob asked for it"));

        Assert.Equal("@bob asked for it", (string)Assert.Single(member.Acts).Json["reason"]!);
    }

    [Fact]
    public async Task A_reason_is_at_most_1024_characters()
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member);

        Assert.Equal(0, await tool.RunAsync("pause", "dispatcher", "--reason", new string('x', 1_024)));
        Assert.Equal(2, await tool.RunAsync("pause", "dispatcher", "--reason", new string('x', 1_025)));
        Assert.Equal(2, await tool.RunAsync("pause", "dispatcher", "--reason", " "));
    }
}
