using Failover.AspNetCore.Access;
using Failover.AspNetCore.Answers;
using Failover.AspNetCore.Routing;
using Failover.Serialization;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Acting;

/// <summary>Takes commands in, has them done once, and answers how they ended. What it refuses is in the audit trail too.</summary>
internal sealed class CommandDesk(OperatorInterface http)
{
    /// <summary>An operator who misspelt something while no coordinator is there shall not wait for long to hear of it.</summary>
    private static readonly TimeSpan RecordingPatience = TimeSpan.FromSeconds(1);

    /// <summary>Handles one command of an admitted caller.</summary>
    public async Task HandleAsync<TBody>(HttpContext context, Caller caller, Command<TBody> command)
        where TBody : ActBody
    {
        if (caller.Actor is null)
        {
            throw new Refusal(
                StatusCodes.Status403Forbidden,
                "your identity has no name of 1 to 200 characters that the audit trail could have: let authentication set one, or name its " +
                $"claim in {nameof(FailoverHttpOptions.ActorClaim)}");
        }

        OperatorCommand asked;
        try
        {
            asked = await ReadAsync(context, caller, command);
        }
        catch (Refusal refusal)
        {
            await RecordAsync(context, caller, command, refusal.Problem);
            throw;
        }

        var result = command.IsDrill && asked is OperatorCommand.HandOverLeadership there
            ? await http.Operations.DrillAsync(there, context.RequestAborted)
            : await http.Operations.ExecuteAsync(asked, context.RequestAborted);
        http.Logger.Answered(
            caller.Actor, caller.Method, caller.Address, command.Verb, RequestValues.ReadName(context), asked.By.Key, result.Outcome, result.Message);
        await (result.Done
            ? Answer.JsonAsync(context, result, FailoverJson.Default.OperatorResult)
            : Answer.ProblemAsync(context, Problems.Of(result)));
    }

    private static async Task<OperatorCommand> ReadAsync<TBody>(HttpContext context, Caller caller, Command<TBody> command)
        where TBody : ActBody
    {
        var key = IdempotencyKey.Read(context.Request);
        context.Response.Headers[IdempotencyKey.Header] = key;
        RequestValues.CheckQuery(context.Request);
        var name = RequestValues.ReadName(context);
        var body = await BodyReader.ReadAsync(context.Request, command.Type);
        command.Check(body);
        TextRule.CheckReason(
            body.Reason, command.Reason == ReasonRule.Required || (command.Reason == ReasonRule.WithForce && command.IsForced(body)));
        var reason = string.IsNullOrWhiteSpace(body.Reason) ? null : body.Reason;
        var asked = command.Create(name, body, caller.Sign(key, reason)) with { DryRun = body.DryRun };

        // The first hand-over of a drill is another command than that hand-over alone.
        var meant = command.IsDrill && !asked.DryRun ? asked with { By = asked.By with { Reason = $"drill: {reason}" } } : asked;
        return asked with { By = asked.By with { Digest = CommandDigest.Of(meant) } };
    }

    private async Task RecordAsync<TBody>(HttpContext context, Caller caller, Command<TBody> command, Problem problem)
        where TBody : ActBody
    {
        var actor = caller.Actor!;
        http.Logger.Malformed(actor, caller.Method, caller.Address, command.Verb, problem.Detail);
        var name = (string)context.Request.RouteValues[RequestValues.Name]!;
        var election = !command.IsAboutMember && NameRule.IsValid(name) ? name : null;

        // Under a key of its own: the corrected command may come under the same one.
        var note = new OperatorCommand.NoteRefusal(
            command.Verb, election, problem.Field, problem.Detail, caller.Sign(IdempotencyKey.Create(), reason: null));
        using var patience = new CancellationTokenSource(RecordingPatience, http.Clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, patience.Token);
        try
        {
            var result = await http.Operations.ExecuteAsync(note, ending.Token);
            if (result.Outcome is OperatorOutcome.Unavailable or OperatorOutcome.Unknown)
            {
                http.Logger.RefusalNotRecorded(command.Verb, actor, result.Message);
            }
        }
        catch (Exception error)
        {
            // The operator gets the answer all the same. The note itself is not withdrawn by the end of the wait.
            http.Logger.RefusalNotRecorded(command.Verb, actor, error.Message);
        }
    }
}
