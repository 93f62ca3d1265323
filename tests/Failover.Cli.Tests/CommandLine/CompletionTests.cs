using System.Diagnostics;

namespace Failover.Cli.Tests.CommandLine;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("failover ", "approve,hand-over,policy,completion")]
    [InlineData("failover policy ", "show,set")]
    [InlineData("failover status --output ", "json,table")]
    [InlineData("failover policy set dispatcher --name ", "operator-approved,automatic,automatic-within-limits")]
    [InlineData("failover pause dispatcher --", "--for,--reason,--server")]
    [InlineData("failover completion ", "bash,zsh,fish,pwsh")]
    public async Task The_tool_knows_how_a_line_may_go_on(string line, string expected)
    {
        var tool = new Tool();

        Assert.Equal(0, await tool.RunAsync($"[suggest:{line.Length}]", line));

        var suggestions = tool.Out.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.All(expected.Split(','), word => Assert.Contains(word, suggestions));
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef _failover failover")]
    [InlineData("fish", "complete -c failover")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Every_shell_has_its_script(string shell, string text)
    {
        var tool = new Tool();

        Assert.Equal(0, await tool.RunAsync("completion", shell));

        Assert.Contains(text, tool.Out.Text, StringComparison.Ordinal);
        Assert.Contains("[suggest:", tool.Out.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_completes_with_its_script()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash here");
        var tool = new Tool();
        await tool.RunAsync("completion", "bash");

        // The shell's function is called as the shell would call it, with the real tool behind it.
        var command = Path.Combine(AppContext.BaseDirectory, "failover.dll");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var script = $$"""
            failover() { '{{dotnet}}' exec '{{command}}' "$@"; }
            {{tool.Out.Text}}
            COMP_LINE='failover policy s' COMP_POINT=17 COMP_WORDS=(failover policy s) COMP_CWORD=2
            _failover_complete
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("/bin/bash", ["--norc"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        var errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var printed = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", await errors);
        Assert.Equal(["set", "show"], printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }
}
