using System.Runtime.Versioning;
using Comparison.Columns;
using TaskDispatch.Records;

namespace Comparison.Scripting;

/// <summary>
/// Approves each promotion request of a column some time after it is first seen, if it is open then still. At night nobody reacts.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SimulatedOperator(Column column, OperatorSettings settings, bool night, Random random)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly List<OperatorAction> _actions = [];

    /// <summary>What it saw and did.</summary>
    public IReadOnlyList<OperatorAction> Actions => _actions;

    /// <summary>Works until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Glance);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await LookAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (column.Request is not { } request)
        {
            return;
        }

        var action = _actions.Find(action => action.Request == request.Number);
        if (action is null)
        {
            action = new OperatorAction(request.Number, request.SeenAt, night ? null : Reaction());
            _actions.Add(action);
        }

        var now = BootClock.NowNanoseconds;
        if (request.HasCandidate && action.ApprovedAt is null && action.ReactionSeconds is { } reaction && now >= action.SeenAt + (reaction * 1e9))
        {
            var decision = await column.DecideAsync("approve", request.Number, request.Revision, "simulated operator", cancellationToken);

            // Refused for its revision: the evidence has changed meanwhile, and the next look shows the new one.
            if (decision.Done)
            {
                _actions[_actions.IndexOf(action)] = action with { ApprovedAt = now };
            }
        }
    }

    private double Reaction()
    {
        // Box and Muller: a normal variate of two uniform ones.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return settings.MedianSeconds * Math.Exp(settings.Spread * normal);
    }
}
