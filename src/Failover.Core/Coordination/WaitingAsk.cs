using System.Collections.Immutable;

namespace Failover.Coordination;

/// <summary>Operator commands of one key that wait for an answer: the same one through two members, or two that share a key by mistake.</summary>
/// <param name="Askers">Who waits, and for what; the first is the command that is done.</param>
internal sealed record WaitingAsk(ImmutableArray<(int Channel, OperatorCommand Command)> Askers)
{
    public OperatorCommand Command => Askers[0].Command;

    /// <summary>A channel asks: again, or besides others.</summary>
    public static WaitingAsk Add(WaitingAsk? known, int channel, OperatorCommand command) =>
        new([.. (known?.Askers ?? []).Where(asker => asker.Channel != channel || asker.Command.By.Digest != command.By.Digest), (channel, command)]);

    /// <summary>What each is told once the key has an answer.</summary>
    public IEnumerable<(int Channel, OperatorResult Answer)> Answers(OperatorResult result) =>
        Askers.Select(asker => (asker.Channel, result.For(asker.Command.By)));
}
