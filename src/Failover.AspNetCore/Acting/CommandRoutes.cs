using Failover.AspNetCore.Access;
using Failover.AspNetCore.Routing;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Acting;

/// <summary>What operators may ask.</summary>
internal sealed class CommandRoutes(OperatorInterface http)
{
    private readonly CommandDesk _desk = new(http);

    /// <summary>The routes.</summary>
    public IEnumerable<FailoverRoute> All() =>
    [
        Post(new Command<ApproveBody>("approve", HttpJson.Of<ApproveBody>(), ReasonRule.WithForce,
            "Approves a promotion request in that revision. With enough approvals its candidate is promoted.",
            (name, body, by) => new OperatorCommand.Approve(name, body.Request, body.Revision, body.Candidate, body.Force, by))
        {
            Check = body => NameRule.Check("candidate", body.Candidate),
            IsForced = body => body.Force,
        }),
        Post(new Command<RejectBody>("reject", HttpJson.Of<RejectBody>(), ReasonRule.Required,
            "Rejects a promotion request in that revision: its candidate is not proposed again during this vacancy.",
            (name, body, by) => new OperatorCommand.Reject(name, body.Request, body.Revision, by))),
        Post(new Command<PromoteBody>("promote", HttpJson.Of<PromoteBody>(), ReasonRule.Required,
            "Promotes a member into a vacancy without a request. With force it first deposes a live leader.",
            (name, body, by) => new OperatorCommand.PromoteMember(name, body.ExpectedTerm, body.Candidate, body.Force, by))
        {
            Check = body => NameRule.Check("candidate", body.Candidate),
        }),
        Post(new Command<TargetBody>("hand-over", HttpJson.Of<TargetBody>(), ReasonRule.Optional,
            "Moves the leadership to the target, or to the best other candidate.",
            HandOver)
        {
            Check = body => NameRule.Check("target", body.Target),
        }),
        Post(new Command<ResignBody>("resign", HttpJson.Of<ResignBody>(), ReasonRule.Required,
            "Lets the leader release, without naming a successor.",
            (name, body, by) => new OperatorCommand.ResignLeader(name, by) { ExpectedTerm = body.ExpectedTerm })),
        Post(new Command<PauseBody>("pause", HttpJson.Of<PauseBody>(), ReasonRule.Required,
            "Freezes the election: no promotion and no request until it is resumed, or the time is over.",
            (name, body, by) => new OperatorCommand.PauseElection(name, body.DurationMs, by))),
        Post(new Command<PlainBody>("resume", HttpJson.Of<PlainBody>(), ReasonRule.Optional,
            "Ends a pause.",
            (name, _, by) => new OperatorCommand.ResumeElection(name, by))),
        Post(new Command<PolicyBody>("policy", HttpJson.Of<PolicyBody>(), ReasonRule.Required,
            "Gives the election another policy.",
            (name, body, by) => new OperatorCommand.SetPolicy(name, body.Policy, by) { ExpectedRevision = body.ExpectedRevision })
        {
            Check = body => NameRule.Check("policy.name", body.Policy.Name),
        }),
        Post(new Command<TargetBody>("drill", HttpJson.Of<TargetBody>(), ReasonRule.Optional,
            "Rehearses a failover: a hand-over to the target and back, with both times without a leader measured.",
            HandOver)
        {
            IsDrill = true,
            Check = body => NameRule.Check("target", body.Target),
        }),
        Post(new Command<PlainBody>("drain", HttpJson.Of<PlainBody>(), ReasonRule.Required,
            "Keeps the member from leading: what it leads is handed over.",
            (name, _, by) => new OperatorCommand.DrainMember(name, by))
        {
            IsAboutMember = true,
        }),
        Post(new Command<PlainBody>("undrain", HttpJson.Of<PlainBody>(), ReasonRule.Optional,
            "Lets a drained member lead again.",
            (name, _, by) => new OperatorCommand.UndrainMember(name, by))
        {
            IsAboutMember = true,
        }),
    ];

    private FailoverRoute Post<TBody>(Command<TBody> command)
        where TBody : ActBody => new()
        {
            Method = HttpMethods.Post,
            Pattern = $"/{(command.IsAboutMember ? "members" : "elections")}/{{name}}/{command.Verb}",
            Audience = Audience.Operate,
            Id = InCamelCase(command.Verb),
            Summary = command.Summary,
            Body = typeof(TBody),
            Answer = typeof(OperatorResult),
            Problems = [400, 404, 409, 412, 413, 415, 503, 504],
            Handle = (context, caller) => _desk.HandleAsync(context, caller, command),
        };

    private static string InCamelCase(string verb) =>
        string.Concat(verb.Split('-').Select((part, index) => index == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static OperatorCommand.HandOverLeadership HandOver(string election, TargetBody body, OperatorNote by) =>
        new(election, body.Target, by) { ExpectedTerm = body.ExpectedTerm };
}
