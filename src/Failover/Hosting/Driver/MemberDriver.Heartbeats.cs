using Failover.Consensus;
using Failover.Coordination;
using Failover.Serialization;
using Failover.Sessions;
using Failover.Transport;

namespace Failover.Hosting.Driver;

/// <summary>Heartbeats on the members' channels, instead of rounds of Raft that would say nothing else (decision 21).</summary>
internal sealed partial class MemberDriver
{
    private QuietHeartbeat? _heartbeat;

    /// <summary>Lets the log know whether heartbeats are all that the others need.</summary>
    private void PlanHeartbeats()
    {
        var numbers = _coordinator.QuietChannels(Now);
        IFrameChannel[] channels = [.. (numbers ?? []).Select(_channels.Find).OfType<IFrameChannel>()];
        if (numbers is null || channels.Length < numbers.Count)
        {
            SetHeartbeat(null);
        }
        else if (_heartbeat is null || !_heartbeat.IsFor(_coordinator.RaftTerm!.Value, numbers))
        {
            SetHeartbeat(new QuietHeartbeat(_coordinator.RaftTerm!.Value, numbers.Zip(channels)));
        }
    }

    private void SetHeartbeat(QuietHeartbeat? heartbeat)
    {
        if (_heartbeat != heartbeat)
        {
            _log.SendHeartbeats(heartbeat is null ? null : new Heartbeat(heartbeat.RaftTerm, heartbeat.Send));
            _heartbeat?.SendWaiting();
            _heartbeat = heartbeat;
        }
    }

    private void Send(CoordinatorOutput.Send send)
    {
        if (send.Message is SessionMessage.Heartbeat)
        {
            // Which puts the next one off, and what waits for it must not wait for ever.
            _log.HeartbeatSent();
            _heartbeat?.SendWaiting();
        }

        if (!send.MayWait || _heartbeat?.TryTake(send.Channel, send.Message) is not true)
        {
            _channels.Send(send.Channel, send.Message);
        }
    }

    /// <summary>A word of the coordinator came. On any thread, so that it does not wait for the loop.</summary>
    private void OnCoordinatorWord(IFrameChannel channel, SessionMessage message)
    {
        switch (message)
        {
            case var _ when channel.Remote.Member == _settings.Session.Member:
                // Who coordinates need not be told.
                break;
            case SessionMessage.Confirmed confirmed:
                _log.Hear(confirmed.RaftTerm);
                break;
            case SessionMessage.Heartbeat beat when _log.Hear(beat.RaftTerm) && beat.Question != 0:
                channel.TrySend(CoreCodec.Encode(new SessionMessage.Heard(beat.RaftTerm, beat.Question, Volatile.Read(ref _state).Index)));
                break;
        }
    }
}
