namespace Failover.Cli.Completion;

/// <summary>Scripts by which shells ask the tool itself (its <c>[suggest]</c> directive) how a line may go on.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # Completion of failover for bash.
        _failover_complete() {
            local word="${COMP_WORDS[COMP_CWORD]}" suggestion
            COMPREPLY=()
            while IFS= read -r suggestion; do
                [[ "$suggestion" == "$word"* ]] && COMPREPLY+=("$suggestion")
            done < <(failover "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
        }
        complete -o default -F _failover_complete failover

        """;

    private const string Zsh = """
        # Completion of failover for zsh.
        _failover() {
            local -a suggestions
            suggestions=("${(@f)$(failover "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a suggestions
        }
        compdef _failover failover

        """;

    private const string Fish = """
        # Completion of failover for fish.
        complete -c failover -f -a '(failover "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'

        """;

    private const string PowerShell = """
        # Completion of failover for PowerShell.
        Register-ArgumentCompleter -Native -CommandName failover -ScriptBlock {
            param($word, $line, $position)
            failover "[suggest:$position]" "$line" 2>$null |
                Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    public static string? Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => PowerShell,
        _ => null,
    };
}
