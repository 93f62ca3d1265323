using Failover.Cli.Completion;

namespace Failover.Cli.Verbs;

internal sealed class CompletionVerb : Verb
{
    private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh, fish or pwsh." };

    public CompletionVerb()
        : base(
            "completion",
            "Prints a script that completes the tool's command lines in a shell. It needs nothing but the tool.",
            new Example("completion bash >> ~/.bashrc", "For bash."),
            new Example("completion zsh >> ~/.zshrc", "For zsh, after compinit."),
            new Example("completion fish > ~/.config/fish/completions/failover.fish", "For fish."),
            new Example("completion pwsh >> $PROFILE", "For PowerShell."))
    {
        _shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        _shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && CompletionScripts.Of(token.Value) is null)
            {
                result.AddError($"<shell>: '{token.Value}' is not known; write {string.Join(", ", CompletionScripts.Shells)}.");
            }
        });
        Arguments.Add(_shell);
    }

    public override bool AsksCluster(ParseResult parse) => false;

    public override Task RunAsync(Call call, CancellationToken cancellationToken) =>
        call.Host.Out.WriteAsync(CompletionScripts.Of(call.Get(_shell)));
}
