namespace Failover.Cli.CommandLine;

/// <summary>
/// A command that changes something. It checks first what can be checked here, asks before what can not be undone, and sends one
/// command under one key.
/// </summary>
internal abstract class ActVerb : Verb
{
    private readonly ReasonRule _reasonRule;

    private readonly Option<string?> _reason;
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would happen, and change nothing." };
    private readonly Option<string?> _key = Parsers.Text(
        "--idempotency-key", "Send it under this key: a command that was sent before under the same key has no second effect. Default: a new one.", 100, "key");

    private readonly Option<bool>? _yes;

    protected ActVerb(string name, string description, ReasonRule reasonRule, bool asks, params Example[] examples)
        : base(name, description, examples)
    {
        _reasonRule = reasonRule;
        _reason = Parsers.Text("--reason", $"Why, for the audit trail.{Describe(reasonRule)}", 1_024);
        Options.Add(_reason);
        Options.Add(_dryRun);
        if (asks)
        {
            Options.Add(_yes = new Option<bool>("--yes", "-y") { Description = "Do not ask. Needed where nobody can answer, and with --output json." });
        }

        _key.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Parsers.IsHeaderText(token.Value))
            {
                result.AddError("--idempotency-key: write letters, digits and signs, without spaces.");
            }
        });
        Options.Add(_key);
    }

    /// <summary>Overrides what speaks against it; null for a command without that option.</summary>
    protected Option<bool>? Force { get; init; }

    protected static Option<bool> ForceOption(string description) => new("--force") { Description = description };

    public sealed override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        CheckReason(call);
        CheckCanAsk(call);
        var plan = await PlanAsync(call, cancellationToken);
        await ConfirmAsync(call, plan, cancellationToken);
        var key = call.Get(_key) ?? Guid.NewGuid().ToString("N");
        try
        {
            Print(call, await call.Client.ActAsync(plan.Route, Complete(call, plan.Body), key, cancellationToken));
        }
        catch (CliException error) when (error.Outcome == OperatorOutcome.Unknown)
        {
            var repeat = call.Repeat([.. plan.Pins, ("--idempotency-key", key)]);
            throw error.WithNext([.. error.Next, "To know, and to do it if it was not done, repeat it under the same key:", repeat]);
        }
        catch (CliException error) when (error.Outcome is OperatorOutcome.Stale or OperatorOutcome.Conflict or OperatorOutcome.NotEligible or OperatorOutcome.NotFound)
        {
            throw error.WithNext([.. error.Next, .. await AdviseAsync(call, error, cancellationToken)]);
        }
    }

    /// <summary>Finds out what to send.</summary>
    protected abstract Task<Plan> PlanAsync(Call call, CancellationToken cancellationToken);

    /// <summary>Says what to do after a refusal.</summary>
    protected virtual Task<IReadOnlyList<string>> AdviseAsync(Call call, CliException error, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    protected virtual void Print(Call call, OperatorResult result)
    {
        if (call.IsJson)
        {
            call.Printer.Json(result, FailoverJson.Default.OperatorResult);
            return;
        }

        call.Printer.Line(result.IsDryRun ? Piece.Warning("Would be done: ") : Piece.Good("Done: "), $"{result.Message.TrimEnd('.')}.");
    }

    protected bool IsForced(Call call) => Force is not null && call.Get(Force);

    private static string Describe(ReasonRule rule) => rule switch
    {
        ReasonRule.Required => " Required.",
        ReasonRule.WithForce => " Required with --force.",
        _ => "",
    };

    private ActBody Complete(Call call, ActBody body) => body with
    {
        Reason = call.Get(_reason),
        DryRun = call.Get(_dryRun) ? true : null,
        Force = IsForced(call) ? true : null,
    };

    private void CheckReason(Call call)
    {
        if (call.Get(_reason) is null && (_reasonRule == ReasonRule.Required || (_reasonRule == ReasonRule.WithForce && IsForced(call))))
        {
            throw CliException.Usage(
                $"{Name} needs a reason{(_reasonRule == ReasonRule.WithForce ? " with --force" : "")}: it is kept in the audit trail.",
                call.Repeat(("--reason", "why")));
        }
    }

    private bool MustAsk(Call call) => _yes is not null && !call.Get(_yes) && !call.Get(_dryRun);

    private void CheckCanAsk(Call call)
    {
        if (MustAsk(call) && (call.IsJson || !call.Host.CanAsk))
        {
            throw CliException.Usage(
                $"{Name} can not be undone, and {(call.IsJson ? "with --output json nobody is asked" : "without a terminal nobody can be asked")}. Nothing was done.",
                "Add --yes to go on without being asked, or --dry-run to see what would happen:",
                $"{call.Repeat()} --yes");
        }
    }

    private async Task ConfirmAsync(Call call, Plan plan, CancellationToken cancellationToken)
    {
        if (!MustAsk(call))
        {
            return;
        }

        await call.Host.Error.WriteAsync($"{SafeText.Of(plan.Question)} [y/N] ");
        await call.Host.Error.FlushAsync(cancellationToken);
        var answer = await call.Host.In.ReadLineAsync(cancellationToken);
        if (answer?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CliException(ExitCode.Failed, "Nothing was done.");
        }
    }
}
