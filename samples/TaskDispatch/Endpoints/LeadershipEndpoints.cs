using Failover;

namespace TaskDispatch.Endpoints;

/// <summary>Operations on the leadership over HTTP, for the demo and the tests. A service for others would ask who calls.</summary>
public static class LeadershipEndpoints
{
    public static void MapLeadershipEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/coordinator", (IFailoverCluster cluster) => cluster.Coordinator ?? "");
        routes.MapPost("/leadership/confirm", ConfirmAsync);
        routes.MapPost("/leadership/hand-over", HandOverAsync);
    }

    /// <summary>200 with the term that this member leads in, proved by a majority; 421 when it does not lead; 503 without a majority.</summary>
    private static async Task<IResult> ConfirmAsync(
        [FromKeyedServices(TaskDispatchOptions.Election)] ILeaderElection election,
        IFailoverCluster cluster,
        CancellationToken cancellationToken)
    {
        try
        {
            var leadership = await election.ConfirmAsync(cancellationToken);
            return TypedResults.Ok(new LeadershipAnswer(cluster.Member, leadership.Term));
        }
        catch (LeadershipLostException)
        {
            var seen = election.Current;
            return TypedResults.Json(
                new NotTheLeader(seen.Leader?.Member, seen.Leader?.Address, seen.Term),
                EndpointJson.Default.NotTheLeader,
                statusCode: StatusCodes.Status421MisdirectedRequest);
        }
        catch (FailoverException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>200 with the leader and its term after the hand-over; 503 when it was refused or given up.</summary>
    private static async Task<IResult> HandOverAsync(
        string? to, [FromKeyedServices(TaskDispatchOptions.Election)] ILeaderElection election, CancellationToken cancellationToken)
    {
        try
        {
            var after = await election.HandOverAsync(to, cancellationToken);
            return TypedResults.Ok(new LeadershipAnswer(after.Leader?.Member, after.Term));
        }
        catch (FailoverException refused)
        {
            return TypedResults.Text(refused.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
