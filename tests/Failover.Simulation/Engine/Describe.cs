namespace Failover.Simulation.Engine;

/// <summary>Commands, events and messages in a few words.</summary>
internal static class Describe
{
    public static string Of(object? value) => value switch
    {
        null => "-",
        Command command => Of(command),
        ClusterEvent change => Of(change),
        SessionMessage message => Of(message),
        OperatorCommand command => Of(command),
        IEnumerable<Command> commands => string.Join("; ", commands.Select(Of)),
        _ => FormattableString.Invariant($"{value}"),
    };

    private static string Of(Command command) => command switch
    {
        Command.OpenSession c => $"open {c.Session.Id}",
        Command.CloseSession c => $"close {c.Id} ({c.Cause}: {c.Reason})",
        Command.Enrol c => $"enrol {c.Id} in {string.Join(", ", c.Enrolments.Select(item => item.Election))}",
        Command.SetFitness c => c.Unfit is null ? $"{c.Id} is fit" : $"{c.Id} is unfit ({c.Unfit})",
        Command.Depose c => $"depose {c.Id} [{c.By.Key}]",
        Command.Vacate c => $"vacate {c.Election}/{c.Term} ({c.Cause}: {c.Reason ?? "-"}, quarantine {c.QuarantineMs} ms)",
        Command.Promote c => $"promote {c.Leader} in {c.Election} after term {c.ExpectedTerm}",
        Command.LiftQuarantine c => $"lift the quarantine of {c.Member} in {c.Election}",
        Command.BeginHandOver { ResignationMs: not null } c => $"let the leader of {c.Election}/{c.Term} resign [{c.By.Key}]",
        Command.BeginHandOver c => $"begin hand-over of {c.Election}/{c.Term} to {c.Target ?? "anybody"}{(c.Force ? " by force" : "")} [{c.By.Key}]",
        Command.AbortHandOver c => $"abort hand-over of {c.Election}/{c.Term} ({c.Reason})",
        Command.Drain c => $"drain {c.Member} [{c.By.Key}]",
        Command.Undrain c => $"undrain {c.Member} [{c.By.Key}]",
        Command.SetPause c => $"pause {c.Election} [{c.By.Key}]",
        Command.ClearPause c => $"resume {c.Election} [{c.By?.Key ?? "its time is over"}]",
        Command.OpenRequest c => $"open a request for {c.Candidate} in {c.Election} after term {c.ExpectedTerm} ({c.Why}; {Of(c.Evidence)})",
        Command.ReviseRequest c => $"revise request {c.Request}.{c.Revision} of {c.Election} for {(c.Candidate is { } candidate ? $"{candidate}" : "nobody")} ({c.Why}; {Of(c.Evidence)})",
        Command.CloseRequest c => $"withdraw request {c.Request} of {c.Election} ({c.Reason})",
        Command.TimeOutRequest c => $"the time of request {c.Request} of {c.Election} is over",
        Command.ApproveRequest c => $"{c.By.Actor} approves {c.Candidate} in request {c.Request}.{c.Revision} of {c.Election}{(c.Force ? " by force" : "")} [{c.By.Key}]",
        Command.RejectRequest c => $"{c.By.Actor} rejects request {c.Request}.{c.Revision} of {c.Election} [{c.By.Key}]",
        Command.PromoteByOperator c => $"{c.By.Actor} promotes {c.Candidate} in {c.Election} after term {c.ExpectedTerm}{(c.Force ? " by force" : "")} [{c.By.Key}]",
        Command.ChangePolicy c => $"set the policy of {c.Election}: {Of(c.Policy)} [{c.By.Key}]",
        Command.ForgetPromotion c => $"term {c.Term} of {c.Election} leaves the window",
        Command.Refuse c => $"refuse [{c.By.Key}] ({c.Message})",
        _ => command.ToString(),
    };

    private static string Of(ClusterEvent change) => change switch
    {
        ClusterEvent.SessionOpened e => $"{e.Session.Id} is open",
        ClusterEvent.SessionClosed e => $"{e.Session.Id} is closed ({e.Cause})",
        ClusterEvent.Promoted e => $"{e.Election} is led by {e.Leader} in term {e.Term} ({e.Cause})",
        ClusterEvent.Vacated e => $"{e.Election} is vacant after term {e.Term} of {e.Leader} ({e.Cause})",
        ClusterEvent.RequestChanged e => $"request {e.Request.Number}.{e.Request.Revision} of {e.Request.Election} is {e.What[8..]}{(e.Request.Approvals.Count > 0 ? $", by {string.Join(" and ", e.Request.Approvals.Select(approval => approval.By.Actor))}" : "")}",
        ClusterEvent.RequestClosed e => $"request {e.Request.Number}.{e.Request.Revision} is closed: {e.How}",
        ClusterEvent.PolicySet e => $"{e.Election} is under {Of(e.Policy)}",
        ClusterEvent.HandOverBegan e => $"a hand-over of {e.Election}/{e.Term} began",
        ClusterEvent.HandOverAborted e => $"the hand-over of {e.Election}/{e.Term} is aborted",
        ClusterEvent.OperatorAnswered e => $"[{e.Result.Key}] is {(e.Result.Done ? "done" : "refused")}: {e.Result.Message}",
        ClusterEvent.CommandIgnored e => $"ignored: {e.Reason}",
        _ => change.ToString(),
    };

    private static string Of(SessionMessage message) => message switch
    {
        SessionMessage.Hello m => $"hello, I am {m.Session.Id}",
        SessionMessage.Enrolments m => $"enrol me in {string.Join(", ", m.Items.Select(item => item.Election))}",
        SessionMessage.Renew m => $"renew {m.Number}, heard {m.LastConfirmed}",
        SessionMessage.Released m => $"released {m.Election}/{m.Term} ({m.Cause}, quarantine {m.QuarantineMs} ms)",
        SessionMessage.Began m => $"acts in {m.Election}/{m.Term}",
        SessionMessage.Position m => $"position {m.Value} in {m.Election}",
        SessionMessage.Goodbye => "goodbye",
        SessionMessage.Ask m => $"an operator asks: {Of(m.Command)}",
        SessionMessage.Welcome m => $"welcome {m.Id}",
        SessionMessage.Outdated m => $"outdated, {m.LastIncarnation} has been",
        SessionMessage.NotWelcome m => $"not welcome: {m.Reason}",
        SessionMessage.Confirmed m => $"confirmed {m.Number}",
        SessionMessage.Release m => $"release {m.Election}/{m.Term} ({m.Cause}: {m.Reason})",
        SessionMessage.Ceased m => $"I coordinate no longer in Raft term {m.RaftTerm}",
        SessionMessage.Stored m => $"I have stored entry {m.Index} of Raft term {m.RaftTerm}",
        SessionMessage.Look m => $"look for {m.Member}",
        SessionMessage.Seen m => $"the address of {m.Member} {m.Address switch { Reachability.Answers => "answers", Reachability.Refuses => "refuses", _ => "is silent" }}",
        SessionMessage.Answer m => $"[{m.Result.Key}] is {(m.Result.Done ? "done" : "refused")}: {m.Result.Message}",
        _ => message.ToString(),
    };

    private static string Of(PromotionPolicy policy) => policy.Name == PromotionPolicy.AutomaticName
        ? policy.Name
        : FormattableString.Invariant($"{policy.Name}, {policy.Approvals} approvals")
            + (policy.RequestTimeoutMs is { } timeout ? FormattableString.Invariant($", {policy.OnRequestTimeout} after {timeout} ms") : "")
            + (policy.MostPromotions is { } most ? FormattableString.Invariant($", at most {most} in {policy.WindowMs} ms") : "")
            + (policy.WithinLabel is { } label ? $", within a {label}" : "");

    private static string Of(Evidence evidence)
    {
        var sightings = evidence.Sightings.Select(sighting => $"{sighting.By} sees {sighting.Address}");
        var candidates = evidence.Candidates.Select(report => report.Rank is { } rank ? $"{rank}. {report.Session}" : $"not {report.Member}: {report.Excluded}");
        return $"{evidence.OldLeader?.ToString() ?? "nobody"} {evidence.OldLeaderAddress} ({string.Join(", ", sightings)}); {string.Join(", ", candidates)}; {evidence.Connected} of {evidence.Members} connected";
    }

    private static string Of(OperatorCommand command) => command switch
    {
        OperatorCommand.HandOverLeadership c => $"hand over {c.Election} to {c.Target ?? "anybody"} [{c.By.Key}]",
        OperatorCommand.DeposeLeader c => $"depose the leader of {c.Election}/{c.Term} [{c.By.Key}]",
        OperatorCommand.Approve c => $"{c.By.Actor} approves {c.Candidate ?? "the candidate"} in request {c.Request}.{c.Revision} of {c.Election}{(c.Force ? " by force" : "")} [{c.By.Key}]",
        OperatorCommand.Reject c => $"{c.By.Actor} rejects request {c.Request}.{c.Revision} of {c.Election} [{c.By.Key}]",
        OperatorCommand.PromoteMember c => $"{c.By.Actor} promotes {c.Candidate} in {c.Election}{(c.Force ? " by force" : "")} [{c.By.Key}]",
        OperatorCommand.ResignLeader c => $"let the leader of {c.Election} resign [{c.By.Key}]",
        OperatorCommand.SetPolicy c => $"set the policy of {c.Election}: {Of(c.Policy)} [{c.By.Key}]",
        OperatorCommand.DrainMember c => $"drain {c.Member} [{c.By.Key}]",
        OperatorCommand.UndrainMember c => $"undrain {c.Member} [{c.By.Key}]",
        OperatorCommand.PauseElection c => $"pause {c.Election} [{c.By.Key}]",
        OperatorCommand.ResumeElection c => $"resume {c.Election} [{c.By.Key}]",
        _ => command.ToString(),
    };
}
