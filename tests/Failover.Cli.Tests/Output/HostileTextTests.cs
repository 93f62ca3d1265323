using Failover.Cli.Output;

namespace Failover.Cli.Tests.Output;

/// <summary>A terminal obeys what it is sent; names and reasons are others' words.</summary>
public sealed class HostileTextTests
{
    private const string Hostile = "\u001b]0;owned\u0007\u001b[2J\r\n\u202eevil\u009b31m[red]x[/]\u2028\0";

    [Theory]
    [InlineData("status")]
    [InlineData("elections")]
    [InlineData("elections dispatcher")]
    [InlineData("members")]
    [InlineData("requests")]
    [InlineData("requests dispatcher")]
    [InlineData("explain dispatcher")]
    [InlineData("approve dispatcher --yes")]
    [InlineData("hand-over dispatcher --yes")]
    [InlineData("policy show dispatcher")]
    [InlineData("audit list")]
    [InlineData("status -o json")]
    [InlineData("audit export")]
    public async Task Nothing_reaches_the_terminal_that_it_would_obey(string line)
    {
        await using var member = await FakeMember.StartAsync(HostileCluster());
        member.Always("POST elections/dispatcher/hand-over", Reply.Problem(409, OperatorOutcome.Conflict, Hostile));
        var tool = new Tool(member).With("NO_COLOR", "1");

        var code = await tool.RunAsync(line.Split(' '));

        Assert.Equal(line.StartsWith("hand-over", StringComparison.Ordinal) ? 4 : 0, code);
        var shown = tool.Out.Text + tool.Error.Text;
        Assert.Contains("evil", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(shown, letter => letter != '\n' && (char.IsControl(letter) || letter is '\u202e' or '\u2028'));
    }

    [Fact]
    public async Task Markup_is_only_text()
    {
        await using var member = await FakeMember.StartAsync(HostileCluster());
        var tool = new Tool(member) { IsTerminal = true };

        await tool.RunAsync("explain", "dispatcher");

        Assert.Contains("[red]x[/]", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_visible_is_shown_as_its_code() =>
        Assert.Equal(@"a\u{1b}[2J\u{0a}é✓\u{202e}", SafeText.Of("a\u001b[2J\né✓\u202e"));

    [Fact]
    public void What_is_too_long_is_cut() => Assert.Equal(2_001, SafeText.Of(new string('x', 10_000)).Length);

    [Theory]
    [InlineData(true, null, null, true)]
    [InlineData(true, "1", null, false)]
    [InlineData(true, null, "dumb", false)]
    [InlineData(false, null, null, false)]
    public async Task Colours_are_for_terminals_that_want_them(bool isTerminal, string? noColor, string? term, bool coloured)
    {
        await using var member = await FakeMember.StartAsync();
        var tool = new Tool(member) { IsTerminal = isTerminal };
        tool = noColor is null ? tool : tool.With("NO_COLOR", noColor);
        tool = term is null ? tool : tool.With("TERM", term);

        await tool.RunAsync("status");

        Assert.Equal(coloured, tool.Out.Text.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_to_copy_stays_one_line_on_a_narrow_terminal()
    {
        await using var member = await FakeMember.StartAsync(new FakeCluster { Election = FakeCluster.Led("n3", 6) });
        member.Always("POST elections/dispatcher/promote", Reply.Problem(412, OperatorOutcome.Stale, "the term is 6 now"));
        var tool = new Tool(member) { IsTerminal = true, Width = 40 };

        await tool.RunAsync("promote", "dispatcher", "n2", "--expected-term", "5", "--reason", "the old leader is gone for good", "--yes");

        Assert.Contains("failover promote dispatcher n2 --reason 'the old leader is gone for good' --expected-term 6\n", tool.Error.Text, StringComparison.Ordinal);
    }

    private static FakeCluster HostileCluster()
    {
        var by = new OperatorNote(Hostile, Hostile, "k");
        var request = FakeCluster.Request(2, 7, Hostile) with
        {
            Why = Hostile,
            Election = "dispatcher",
            Approvals = [new Approval(Hostile, false, by, FakeCluster.Now)],
        };
        var cluster = new FakeCluster
        {
            Election = FakeCluster.Led(Hostile, 5) with
            {
                Policy = new PromotionPolicy { Name = Hostile },
                Pause = new Pause(by, null),
                Request = request,
                PassedOver = [new PassedOver(new Sessions.SessionId(Hostile, 1), Hostile)],
            },
            Members = [new MemberStatus { Name = Hostile, ClusterAddress = Hostile, Unfit = Hostile, Drained = by, Leads = [Hostile] }],
            Explanation = new Explanation
            {
                Election = Hostile,
                Coordinator = Hostile,
                Term = 1,
                Summary = Hostile,
                Details = [Hostile],
                Candidates = [FakeCluster.Candidate(Hostile, null, Hostile)],
            },
        };
        cluster.Append(Hostile, Hostile);
        return cluster;
    }
}
