using Failover.Elections;
using Failover.Promotion;
using Failover.Sessions;

namespace Failover.Coordination;

/// <summary>Why an election is as it is, for people.</summary>
internal sealed partial class Coordinator
{
    /// <summary>A member may have applied an entry before its coordinator has; it is not told what it knows to be over.</summary>
    private void AnswerQueries(Reign reign, Link link)
    {
        foreach (var query in link.Queries.Where(query => query.Index <= _state.Index).ToArray())
        {
            link.Queries.Remove(query);
            Output(new CoordinatorOutput.Send(link.Channel, new SessionMessage.Explained(query.Key, Explain(reign, query.Election))));
        }
    }

    private Explanation? Explain(Reign reign, string name)
    {
        if (!_state.Elections.TryGetValue(name, out var election))
        {
            return null;
        }

        CountLeaderships(reign, _state);
        var ranking = Ranking.Of(_state, election, this);
        return new Explanation
        {
            Election = name,
            Coordinator = _settings.Self,
            Term = election.Term,
            Summary = Summarize(reign, election),
            Details = [.. Details(election, ranking)],
            GapMs = reign.Gaps.TryGetValue(name, out var gap) && gap.Term == election.Term ? gap.Gap.TotalMilliseconds : null,
            Candidates = ranking.Report(_state, election, this),
        };
    }

    private static string Summarize(Reign reign, ElectionState election)
    {
        if (election.Leader is { } leader)
        {
            var how = election.IsForced ? ", by force" : "";
            return $"{leader.Member} leads in term {election.Term}: it was promoted{how} into the vacancy {election.Cause}, and its session is open.";
        }

        return $"Nobody leads after term {election.Term} ({election.Cause}): {reign.Waiting.GetValueOrDefault(election.Name) ?? "the next is being promoted"}.";
    }

    private static IEnumerable<string> Details(ElectionState election, Ranking ranking)
    {
        yield return election.Policy.Name == PromotionPolicy.AutomaticName
            ? "Its policy promotes the best candidate at once."
            : $"Its policy is {election.Policy.Name}, with {election.Policy.Approvals} approval(s).";
        if (election.Policy is { Name: PromotionPolicy.WithinLimitsName, MostPromotions: { } most })
        {
            yield return $"{election.RecentTerms.Length} of at most {most} automatic promotions were made within {ApprovalRules.Describe(TimeSpan.FromMilliseconds(election.Policy.WindowMs))}.";
        }

        if (election.Pause is { } pause)
        {
            yield return $"It is paused by {pause.By.Actor}: {pause.By.Reason}.";
        }

        if (election.HandOver is { } handOver)
        {
            yield return $"{handOver.From} was asked to release by {handOver.By.Actor}{(handOver.Target is { } target ? $", in favour of {target}" : "")}.";
        }

        if (election.Request is { } request)
        {
            yield return $"Request {request.Number}, revision {request.Revision}, proposes {request.Candidate?.Member ?? "nobody"}; approved by {(request.Approvals.Count == 0 ? "nobody" : string.Join(", ", request.Approvals.Select(approval => approval.By.Actor)))}.";
        }

        foreach (var passed in election.PassedOver)
        {
            yield return $"{passed.Session} is not proposed: {passed.Reason}.";
        }

        if (election.IsVacant && ranking.Eligible.Count == 0)
        {
            yield return "No candidate is eligible; each one's reason is listed.";
        }
    }
}
