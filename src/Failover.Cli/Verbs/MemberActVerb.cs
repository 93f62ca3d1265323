namespace Failover.Cli.Verbs;

/// <summary>A command about a member.</summary>
internal abstract class MemberActVerb : ActVerb
{
    protected MemberActVerb(string name, string description, ReasonRule reasonRule, bool asks, params Example[] examples)
        : base(name, description, reasonRule, asks, examples)
    {
        Arguments.Add(Member);
    }

    protected Argument<string> Member { get; } = Parsers.Name("member", "The member.");

    protected override Task<IReadOnlyList<string>> AdviseAsync(Call call, CliException error, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(["See the members: failover members"]);
}
