using Failover.AspNetCore.Access;
using Failover.AspNetCore.Answers;
using Failover.AspNetCore.Routing;
using Failover.Serialization;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Reading;

/// <summary>What load balancers and applications ask: does this member lead, and if not, who?</summary>
internal sealed class LeaderRoutes(OperatorInterface http)
{
    /// <summary>The routes.</summary>
    public IEnumerable<FailoverRoute> All() =>
    [
        Get("/elections/{name}/is-leader", "isLeader", "200 where this member leads now (its lease runs), 503 elsewhere.", null, IsLeaderAsync),
        Get("/elections/{name}/leader", "getLeader", "Who leads, as this member has it; 503 while nobody does.", typeof(LeaderInfo), LeaderAsync),
    ];

    private static FailoverRoute Get(string pattern, string id, string summary, Type? answer, Func<HttpContext, Task> handle) => new()
    {
        Method = HttpMethods.Get,
        AnswersHead = true,
        Pattern = pattern,
        Audience = Audience.Open,
        Id = id,
        Summary = summary,
        Answer = answer,
        Problems = [400, 404, 503],
        Handle = (context, _) => handle(context),
    };

    private Task IsLeaderAsync(HttpContext context)
    {
        var name = RequestValues.ReadName(context);
        if (IsEnrolled(name) && http.Elections.Get(name).IsLeader)
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        }

        _ = FindLeader(name);
        return Answer.ProblemAsync(context, NotNow(name, $"this member does not lead '{name}' now"));
    }

    private Task LeaderAsync(HttpContext context)
    {
        var name = RequestValues.ReadName(context);
        return FindLeader(name) is { } leader
            ? Answer.JsonAsync(context, leader, FailoverJson.Default.LeaderInfo)
            : Answer.ProblemAsync(context, NotNow(name, $"nobody leads '{name}' now"));
    }

    private bool IsEnrolled(string name) => http.Elections.Names.Contains(name);

    // An election of other members is known to the cluster, though not registered at this one.
    private LeaderInfo? FindLeader(string name) =>
        IsEnrolled(name) ? http.Elections.Get(name).Current.Leader
        : http.Operations.Status.Elections.FirstOrDefault(election => election.Name == name) is { } election ? election.Leader
        : throw new Refusal(StatusCodes.Status404NotFound, $"there is no election '{name}'", RequestValues.Name);

    private static Problem NotNow(string election, string detail) =>
        Problems.Create(StatusCodes.Status503ServiceUnavailable, detail) with { Election = election };
}
