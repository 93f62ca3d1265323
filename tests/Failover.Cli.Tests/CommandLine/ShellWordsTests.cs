using Failover.Cli.CommandLine;

namespace Failover.Cli.Tests.CommandLine;

/// <summary>Lines that people copy into a shell hold only what they show.</summary>
public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("--reason", "--reason")]
    [InlineData("http://n1:8080/failover", "http://n1:8080/failover")]
    [InlineData("", "''")]
    [InlineData("two words", "'two words'")]
    [InlineData("x; rm -rf ~", "'x; rm -rf ~'")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("-x", "'-x'")]
    public void Quotes_what_a_shell_would_not_take_as_it_is(string word, string quoted) => Assert.Equal(quoted, ShellWords.Quote(word));
}
