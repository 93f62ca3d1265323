namespace Failover.Cli.Verbs;

internal sealed class MembersVerb() : Verb(
    "members",
    "Lists the members: their sessions, addresses and labels, what they lead, and who is drained or unfit.",
    new Example("members", "Lists the members."))
{
    public override async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        var members = await call.Client.GetAsync<IReadOnlyList<MemberStatus>>("members", cancellationToken);
        if (call.IsJson)
        {
            call.Printer.Json(members, FailoverJson.Default.IReadOnlyListMemberStatus);
            return;
        }

        StatusView.Members(call.Printer, members);
    }
}
