using Failover.AspNetCore.Access;
using Failover.AspNetCore.Answers;
using Failover.AspNetCore.Routing;
using Failover.Audit;
using Failover.Serialization;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Reading;

/// <summary>What may be read, as this member has it.</summary>
internal sealed class ReadRoutes(OperatorInterface http)
{
    private const int MostRecords = 1_000;
    private const int UsualRecords = 100;

    private static FailoverJson Json => FailoverJson.Default;

    /// <summary>The routes.</summary>
    public IEnumerable<FailoverRoute> All() =>
    [
        Get("/status", "getStatus", "The cluster, as this member has it.", typeof(ClusterStatus),
            context => Answer.JsonAsync(context, Status, Json.ClusterStatus)),
        Get("/elections", "getElections", "All elections.", typeof(IReadOnlyList<ElectionStatus>),
            context => Answer.JsonAsync(context, Status.Elections, Json.IReadOnlyListElectionStatus)),
        Get("/elections/{name}", "getElection", "One election.", typeof(ElectionStatus),
            context => Answer.JsonAsync(context, FindElection(context), Json.ElectionStatus)) with { Problems = [400, 404] },
        Get("/elections/{name}/explain", "explain", "Why this leader, why not each other candidate, why not now. The coordinator answers.",
            typeof(Explanation), ExplainAsync) with { Problems = [400, 404, 503] },
        Get("/members", "getMembers", "All members.", typeof(IReadOnlyList<MemberStatus>),
            context => Answer.JsonAsync(context, Status.Members, Json.IReadOnlyListMemberStatus)),
        Get("/requests", "getRequests", "The promotion requests that wait for a decision.", typeof(IReadOnlyList<PromotionRequest>),
            context => Answer.JsonAsync(context, OpenRequests(), Json.IReadOnlyListPromotionRequest)),
        Get("/audit", "getAudit", "Kept records of the audit trail, oldest first.", typeof(IReadOnlyList<AuditRecord>),
            context => Answer.JsonAsync(context, ReadAudit(context.Request), Json.IReadOnlyListAuditRecord)) with
        {
            Problems = [400],
            Query =
            [
                new QueryParameter("after", true, "The number of the last known record. Default: 0, for all that are kept."),
                new QueryParameter("limit", true, "How many to return at most, from 1 to 1000. Default: 100."),
                new QueryParameter("election", false, "Only records of that election."),
            ],
        },
    ];

    private ClusterStatus Status => http.Operations.Status;

    private static FailoverRoute Get(string pattern, string id, string summary, Type answer, Func<HttpContext, Task> handle) => new()
    {
        Method = HttpMethods.Get,
        Pattern = pattern,
        Audience = Audience.View,
        Id = id,
        Summary = summary,
        Answer = answer,
        Handle = (context, _) => handle(context),
    };

    private static Refusal UnknownElection(string name) =>
        new(new Problem
        {
            Status = StatusCodes.Status404NotFound,
            Title = "Not found",
            Detail = $"there is no election '{name}'",
            Outcome = OperatorOutcome.NotFound,
            Election = name,
        });

    private ElectionStatus FindElection(HttpContext context)
    {
        var name = RequestValues.ReadName(context);
        return Status.Elections.FirstOrDefault(election => election.Name == name) ?? throw UnknownElection(name);
    }

    private async Task ExplainAsync(HttpContext context)
    {
        var name = RequestValues.ReadName(context);
        var explanation = await http.Operations.ExplainAsync(name, context.RequestAborted) ?? throw UnknownElection(name);
        await Answer.JsonAsync(context, explanation, Json.Explanation);
    }

    private IReadOnlyList<PromotionRequest> OpenRequests() =>
        [.. Status.Elections.Select(election => election.Request).OfType<PromotionRequest>()];

    private IReadOnlyList<AuditRecord> ReadAudit(HttpRequest request)
    {
        RequestValues.CheckQuery(request, "after", "limit", "election");
        var after = RequestValues.ReadInteger(request, "after", otherwise: 0, least: 0);
        var limit = (int)RequestValues.ReadInteger(request, "limit", UsualRecords, 1, MostRecords);
        return RequestValues.ReadOptionalName(request, "election") is { } election
            ? [.. http.Operations.ReadAudit(after, MostRecords).Where(record => record.Election == election).Take(limit)]
            : http.Operations.ReadAudit(after, limit);
    }
}
