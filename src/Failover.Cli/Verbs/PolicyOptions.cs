namespace Failover.Cli.Verbs;

/// <summary>The options that change a policy: what is not given stays as it is.</summary>
internal sealed class PolicyOptions
{
    private const string Never = "never";
    private const string None = "none";

    private readonly Option<string?> _name = Parsers.Text(
        "--name",
        $"{PromotionPolicy.AutomaticName}, {PromotionPolicy.OperatorApprovedName}, {PromotionPolicy.WithinLimitsName}, or one that the application registered.",
        100,
        "policy");

    private readonly Option<int?> _approvals = Parsers.Count("--approvals", "How many distinct operators must approve.", 1, 5);

    private readonly Option<TimeSpan?> _requestTimeout = Parsers.Duration(
        "--request-timeout", "After how long without a decision a request times out, for example 5m; or never.", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7), Never);

    private readonly Option<string?> _onTimeout = Parsers.Word("--on-timeout", "What happens then.", "escalate", "withdraw", "promote");

    private readonly Option<bool?> _approveFirstLeader = new("--approve-first-leader") { Description = "Whether the first leader of a new election needs approval.", HelpName = "true|false" };

    private readonly Option<bool?> _approveReturn = new("--approve-return") { Description = "Whether the last leader needs approval when it comes back before anybody decided.", HelpName = "true|false" };

    private readonly Option<int?> _mostPromotions = Parsers.Count("--most-promotions", "Within limits: at most so many automatic promotions in --window; or none, for no such limit.", 1, 30, None);

    private readonly Option<TimeSpan?> _window = Parsers.Duration("--window", "Within limits: the length of that window.", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));

    private readonly Option<string?> _withinLabel = Parsers.Text(
        "--within-label", "Within limits: the label, for example zone, that an automatically promoted member must share with the last leader; or none.", 100, "label");

    public PolicyOptions()
    {
        _name.CompletionSources.Add(PromotionPolicy.AutomaticName, PromotionPolicy.OperatorApprovedName, PromotionPolicy.WithinLimitsName);
    }

    private Option[] All => [_name, _approvals, _requestTimeout, _onTimeout, _approveFirstLeader, _approveReturn, _mostPromotions, _window, _withinLabel];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (All.All(option => result.GetResult(option) is null or { Implicit: true }))
            {
                result.AddError($"Nothing to change: give at least one of {string.Join(", ", All.Select(option => option.Name))}.");
            }
        });
    }

    /// <summary>The policy, with what was given changed.</summary>
    public PromotionPolicy Apply(Call call, PromotionPolicy policy) => policy with
    {
        Name = call.Get(_name) ?? policy.Name,
        Approvals = call.Get(_approvals) ?? policy.Approvals,
        RequestTimeoutMs = call.Get(_requestTimeout) is { } timeout ? Positive((long)timeout.TotalMilliseconds) : policy.RequestTimeoutMs,
        OnRequestTimeout = call.Get(_onTimeout) is { } action ? Enum.Parse<RequestTimeoutAction>(action, ignoreCase: true) : policy.OnRequestTimeout,
        ApproveFirstLeader = call.Get(_approveFirstLeader) ?? policy.ApproveFirstLeader,
        ApproveReturn = call.Get(_approveReturn) ?? policy.ApproveReturn,
        MostPromotions = call.Get(_mostPromotions) is { } most ? (int?)Positive(most) : policy.MostPromotions,
        WindowMs = (long?)call.Get(_window)?.TotalMilliseconds ?? policy.WindowMs,
        WithinLabel = call.Get(_withinLabel) is { } label ? (label == None ? null : label) : policy.WithinLabel,
    };

    /// <summary>Nought stands for "never" and "none" on the command line.</summary>
    private static long? Positive(long value) => value > 0 ? value : null;
}
