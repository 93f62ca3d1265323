using Failover.AspNetCore.Access;
using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Routing;

/// <summary>What happens to every request: headers, admission, the answer; and what goes wrong becomes a problem.</summary>
internal sealed class RoutePipeline(OperatorInterface http)
{
    /// <summary>The route as a request delegate.</summary>
    public RequestDelegate For(FailoverRoute route) => context => RunAsync(context, route);

    private async Task RunAsync(HttpContext context, FailoverRoute route)
    {
        Answer.SetHeaders(context.Response);
        try
        {
            if (HttpMethods.IsPost(route.Method))
            {
                CrossSite.Check(context.Request);
            }

            if (await http.Gate.AdmitAsync(context, route.Audience) is { } caller)
            {
                await route.Handle(context, caller);
            }
            else
            {
                NoteNotAdmitted(context, route, context.Response.StatusCode, "the application's authentication answered");
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await ExplainAsync(context, route, error);
        }
    }

    private Task ExplainAsync(HttpContext context, FailoverRoute route, Exception error)
    {
        var problem = error switch
        {
            Refusal refusal => refusal.Problem,
            FailoverException => Problems.Create(StatusCodes.Status503ServiceUnavailable, error.Message),
            BadHttpRequestException bad => Problems.Create(bad.StatusCode, bad.Message),
            _ => null,
        };
        if (problem is null)
        {
            http.Logger.Failed(error, route.Method, route.Pattern);
            problem = Problems.Create(
                StatusCodes.Status500InternalServerError, "the member failed to answer; its log says why. What was asked may have been done");
        }
        else if (problem.Status == StatusCodes.Status403Forbidden)
        {
            NoteNotAdmitted(context, route, problem.Status, problem.Detail);
        }

        return Answer.ProblemAsync(context, problem);
    }

    private void NoteNotAdmitted(HttpContext context, FailoverRoute route, int status, string detail) =>
        http.Logger.NotAdmitted(route.Method, route.Pattern, context.Connection.RemoteIpAddress?.ToString(), status, detail);
}
