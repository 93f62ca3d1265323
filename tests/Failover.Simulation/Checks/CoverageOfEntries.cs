using Failover.Simulation.Engine;

namespace Failover.Simulation.Checks;

/// <summary>Counts which branches of the protocol the log shows.</summary>
internal sealed class CoverageOfEntries(Coverage coverage)
{
    public void Count(AppliedEntry applied)
    {
        var closed = 0;
        foreach (var change in applied.Result.Events)
        {
            switch (change)
            {
                case ClusterEvent.SessionOpened:
                    coverage.Mark("session opened");
                    break;
                case ClusterEvent.SessionClosed session:
                    closed++;
                    coverage.Mark($"session closed: {session.Cause}");
                    break;
                case ClusterEvent.Vacated vacated:
                    coverage.Mark($"vacated: {vacated.Cause}");
                    break;
                case ClusterEvent.Promoted:
                    coverage.Mark(closed > 0 ? "promoted in the entry that closed the old session" : "promoted");
                    break;
                case ClusterEvent.HandOverBegan:
                    coverage.Mark("hand-over began");
                    break;
                case ClusterEvent.HandOverAborted:
                    coverage.Mark("hand-over aborted");
                    break;
                case ClusterEvent.RequestChanged request:
                    coverage.Mark($"request: {request.What}");
                    break;
                case ClusterEvent.RequestClosed request:
                    coverage.Mark($"request closed: {request.How}");
                    break;
                case ClusterEvent.CommandIgnored ignored:
                    coverage.Mark($"stale command ignored: {ignored.Command.GetType().Name}");
                    break;
                case ClusterEvent.OperatorAnswered { Result: { Done: false } result } when result.Message.Contains("could not be promoted", StringComparison.Ordinal):
                    coverage.Mark("hand-over missed its target");
                    break;
            }
        }

        foreach (var command in applied.Entry.Commands)
        {
            coverage.Mark($"command: {command.GetType().Name}");
        }
    }
}
