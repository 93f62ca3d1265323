using System.Data.Common;
using Failover;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TaskDispatch.Dispatching;
using TaskDispatch.Store;

namespace TaskDispatch.Endpoints;

/// <summary>The HTTP side of the dispatcher. Every member serves it; those that do not lead say who does.</summary>
public static class WorkEndpoints
{
    private const int MaxTextLength = 200;

    public static void MapWorkEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/work/next", NextAsync);
        routes.MapPost("/work/{id:long}/result", RecordAsync);
        routes.MapGet("/status", StatusAsync);
    }

    /// <summary>
    /// 200 with a task, 204 when there was none in time, 421 from a member that does not lead, 503 when the database fails.
    /// </summary>
    private static async Task<IResult> NextAsync(
        WorkRequest request,
        ActiveDesk activeDesk,
        [FromKeyedServices(TaskDispatchOptions.Election)] ILeaderElection election,
        IOptions<TaskDispatchOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!IsName(request.Worker))
        {
            return TypedResults.BadRequest();
        }

        using var patience = new CancellationTokenSource(options.Value.LongPoll, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await AtDeskAsync(activeDesk, election, async desk =>
                TypedResults.Ok(await desk.AssignNextAsync(request.Worker, end.Token)));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return TypedResults.NoContent();
        }
    }

    /// <summary>200 when the task has a result now, this one or an earlier one; 404 for an unknown task; 421 and 503 as above.</summary>
    private static async Task<IResult> RecordAsync(
        long id,
        ResultSubmission submission,
        ActiveDesk activeDesk,
        [FromKeyedServices(TaskDispatchOptions.Election)] ILeaderElection election,
        CancellationToken cancellationToken)
    {
        if (!IsName(submission.Worker) || !IsName(submission.Result))
        {
            return TypedResults.BadRequest();
        }

        return await AtDeskAsync(activeDesk, election, async desk =>
        {
            var outcome = await desk.RecordResultAsync(id, submission.Worker, submission.Result, cancellationToken);
            return outcome == ResultOutcome.UnknownTask ? TypedResults.NotFound() : TypedResults.Ok(new ResultReceipt(outcome));
        });
    }

    /// <summary>200 with the status, 503 when the database fails.</summary>
    private static async Task<Results<Ok<MemberStatus>, StatusCodeHttpResult>> StatusAsync(
        ITaskStore store,
        [FromKeyedServices(TaskDispatchOptions.Election)] ILeaderElection election,
        IOptions<TaskDispatchOptions> options,
        CancellationToken cancellationToken)
    {
        try
        {
            var counts = await store.CountAsync(cancellationToken);
            var seen = election.Current;
            return TypedResults.Ok(new MemberStatus(
                options.Value.Member, election.IsLeader, seen.Leader?.Member, seen.Leader?.Address, seen.Term, counts));
        }
        catch (DbException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> AtDeskAsync(ActiveDesk activeDesk, ILeaderElection election, Func<DispatchDesk, Task<IResult>> act)
    {
        try
        {
            return activeDesk.Current is { } desk ? await act(desk) : Misdirected(election.Current);
        }
        catch (Exception lost) when (lost is LeadershipLostException or StaleTermException)
        {
            return Misdirected(election.Current);
        }
        catch (DbException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static JsonHttpResult<NotTheLeader> Misdirected(ElectionSnapshot seen) => TypedResults.Json(
        new NotTheLeader(seen.Leader?.Member, seen.Leader?.Address, seen.Term),
        EndpointJson.Default.NotTheLeader,
        statusCode: StatusCodes.Status421MisdirectedRequest);

    private static bool IsName(string? text) => text is { Length: > 0 and <= MaxTextLength };
}
