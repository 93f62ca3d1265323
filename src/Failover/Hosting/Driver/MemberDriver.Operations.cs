using System.Runtime.CompilerServices;
using Failover.Coordination;
using Failover.Elections;
using Failover.Operations;
using Failover.Sessions;
using Failover.Transport;

namespace Failover.Hosting.Driver;

/// <summary>What operators ask for, and what the coordinator asks of every member for them.</summary>
internal sealed partial class MemberDriver
{
    private readonly List<(OperatorNote By, TaskCompletionSource<OperatorResult> Answer)> _asks = [];
    private readonly Dictionary<TaskCompletionSource<OperatorResult>, StrongBox<bool>> _sent = [];
    private readonly List<OperatorResult> _answersAhead = [];
    private readonly Dictionary<string, TaskCompletionSource<Explanation?>> _queries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _heardAt = new(StringComparer.Ordinal);

    /// <summary>Sends a command to the coordinator, wherever it is and moves to, and waits until its outcome is applied here.</summary>
    /// <param name="command">The command.</param>
    /// <param name="wasSent">Is set when a coordinator may have got it; null where that is no matter.</param>
    /// <param name="cancellationToken">Ends the wait, and withdraws what was not sent yet: by the return it is known whether it was.</param>
    public async Task<OperatorResult> AskAsync(OperatorCommand command, StrongBox<bool>? wasSent, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<OperatorResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.Post(_ =>
        {
            // Two may wait for one key: a repetition comes while the first is under way.
            _asks.Add((command.By, answer));
            _session.Ask(command);
            if (wasSent is not null)
            {
                _sent[answer] = wasSent;
                NoteSent();
            }
        });

        try
        {
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            await WithdrawAsync(command.By, answer);
        }
    }

    private Task WithdrawAsync(OperatorNote by, TaskCompletionSource<OperatorResult> answer)
    {
        var withdrawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.Post(_ =>
        {
            _asks.Remove((by, answer));
            _sent.Remove(answer);
            if (_asks.All(other => other.By.Key != by.Key))
            {
                _session.Forget(by.Key);
            }

            withdrawn.SetResult();
        });

        // An answered command needs no waiting for; a driver that has stopped does nothing more.
        return answer.Task.IsCompleted ? Task.CompletedTask : Task.WhenAny(withdrawn.Task, _stopped.Task);
    }

    /// <summary>Asks the coordinator, wherever it is and moves to, why an election is as it is.</summary>
    public async Task<Explanation?> ExplainAsync(string election, CancellationToken cancellationToken)
    {
        var key = Guid.NewGuid().ToString("N");
        var answer = new TaskCompletionSource<Explanation?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.Post(_ =>
        {
            _queries[key] = answer;
            _session.Ask(new SessionMessage.Query(key, election, _state.Index));
        });

        try
        {
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _inbox.Post(_ =>
            {
                _queries.Remove(key);
                _session.Forget(key);
            });
        }
    }

    /// <summary>The other members that do not answer at their address now.</summary>
    public async Task<IReadOnlyList<string>> FindMissingAsync()
    {
        var others = _settings.Coordinator.Members.Where(member => member != _settings.Session.Member).ToArray();
        var answers = await Task.WhenAll(others.Select(member => _port.ProbeAsync(member, CancellationToken.None)));
        return [.. others.Where((_, index) => answers[index].Outcome != ProbeOutcome.Answered)];
    }

    /// <summary>The coordinator's answer may come before the entry that it speaks of has been applied here.</summary>
    private void Answered(OperatorResult result)
    {
        if (result.IsDryRun || _state.Results.ContainsKey(result.Key))
        {
            Complete(result);
        }
        else
        {
            _answersAhead.Add(result);
        }
    }

    private void CompleteAnswers(IReadOnlyList<ClusterEvent> events)
    {
        foreach (var answered in events.OfType<ClusterEvent.OperatorAnswered>())
        {
            Complete(answered.Result);
        }

        foreach (var ahead in _answersAhead.Where(ahead => _state.Results.ContainsKey(ahead.Key)).ToArray())
        {
            Complete(ahead);
        }
    }

    private void Complete(OperatorResult result)
    {
        _answersAhead.RemoveAll(ahead => ahead.Key == result.Key);
        foreach (var waiting in _asks.Where(ask => ask.By.Key == result.Key).ToArray())
        {
            _asks.Remove(waiting);
            waiting.Answer.TrySetResult(result.For(waiting.By));
        }
    }

    private void Explained(SessionOutput.Explained explained)
    {
        if (_queries.Remove(explained.Key, out var waiting))
        {
            waiting.TrySetResult(explained.Explanation);
        }
    }

    /// <summary>Whatever waits while a session channel is open has been sent, or is sent when the next one opens.</summary>
    private void NoteSent()
    {
        if (_sent.Count > 0 && _session.IsOpen)
        {
            foreach (var sent in _sent.Values)
            {
                sent.Value = true;
            }
        }
    }

    private void NoteHeard(string member, TimeSpan now) => _heardAt[member] = now;

    private async Task LookAsync(string member)
    {
        var result = await _port.ProbeAsync(member, CancellationToken.None);
        var address = result.Outcome switch
        {
            ProbeOutcome.Answered => Reachability.Answers,
            ProbeOutcome.Refused => Reachability.Refuses,
            _ => Reachability.Silent,
        };
        _inbox.Post(now =>
        {
            if (address == Reachability.Answers)
            {
                NoteHeard(member, now);
            }

            _session.Saw(member, address, _heardAt.TryGetValue(member, out var at) ? now - at : null);
        });
    }

    private async Task ConsultAsync(CoordinatorOutput.Consult consult)
    {
        var verdict = await _policies.AskAsync(consult.Policy, consult.Context);
        _inbox.Post(now => _coordinator.Consulted(consult.Id, verdict, now));
    }
}
