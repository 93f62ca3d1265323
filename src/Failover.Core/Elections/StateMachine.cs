namespace Failover.Elections;

/// <summary>The replicated state machine: the same entries give the same state on every member. Never throws for what the log holds.</summary>
internal static class StateMachine
{
    /// <summary>Applies an entry.</summary>
    /// <param name="state">The state after the entry before.</param>
    /// <param name="index">The entry's index in the log.</param>
    /// <param name="raftTerm">The Raft term in which it was appended.</param>
    /// <param name="entry">The entry.</param>
    public static ApplyResult Apply(ClusterState state, long index, long raftTerm, LogEntry entry)
    {
        var transition = new Transition(state, index, raftTerm, entry);
        foreach (var command in entry.Commands)
        {
            if (Apply(transition, command) is { } refusal)
            {
                transition.Emit(new ClusterEvent.CommandIgnored(command, refusal));
            }
        }

        return transition.Finish();
    }

    /// <summary>Applies a command; returns why it changes nothing, or null.</summary>
    private static string? Apply(Transition at, Command command) => command switch
    {
        Command.OpenSession c => SessionRules.Open(at, c),
        Command.CloseSession c => SessionRules.Close(at, c),
        Command.Enrol c => SessionRules.Enrol(at, c),
        Command.SetFitness c => SessionRules.SetFitness(at, c),
        Command.Depose c => SessionRules.Depose(at, c),
        Command.Vacate c => ElectionRules.Vacate(at, c),
        Command.Promote c => ElectionRules.Promote(at, c),
        Command.LiftQuarantine c => ElectionRules.LiftQuarantine(at, c),
        Command.BeginHandOver c => OperatorRules.BeginHandOver(at, c),
        Command.AbortHandOver c => OperatorRules.AbortHandOver(at, c),
        Command.Drain c => OperatorRules.Drain(at, c),
        Command.Undrain c => OperatorRules.Undrain(at, c),
        Command.SetPause c => OperatorRules.Pause(at, c),
        Command.ClearPause c => OperatorRules.Resume(at, c),
        Command.OpenRequest c => RequestRules.Open(at, c),
        Command.ReviseRequest c => RequestRules.Revise(at, c),
        Command.CloseRequest c => RequestRules.Withdraw(at, c),
        Command.TimeOutRequest c => RequestRules.TimeOut(at, c),
        Command.ApproveRequest c => DecisionRules.Approve(at, c),
        Command.RejectRequest c => DecisionRules.Reject(at, c),
        Command.PromoteByOperator c => DecisionRules.Promote(at, c),
        Command.ChangePolicy c => OperatorRules.SetPolicy(at, c),
        Command.ForgetPromotion c => ElectionRules.ForgetPromotion(at, c),
        Command.NoteDrill c => OperatorRules.RecordDrill(at, c),
        Command.Refuse c => OperatorRules.Refuse(at, c),
        _ => $"unknown command {command.GetType().Name}",
    };
}
