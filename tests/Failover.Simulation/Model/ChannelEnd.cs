namespace Failover.Simulation.Model;

/// <summary>One side of a session channel.</summary>
internal sealed class ChannelEnd(MemberProcess process, int number, bool isDialled)
{
    private readonly Queue<(long Due, SessionMessage? Message)> _incoming = [];

    public MemberProcess Process { get; } = process;

    /// <summary>The channel's number in that process.</summary>
    public int Number { get; } = number;

    /// <summary>Whether this side opened it: the member's, not the coordinator's.</summary>
    public bool IsDialled { get; } = isDialled;

    public ChannelEnd Other { get; private set; } = null!;

    /// <summary>Whether this side takes messages still.</summary>
    public bool IsOpen { get; private set; } = true;

    private World World => Process.World;

    public static void Join(ChannelEnd client, ChannelEnd server) => (client.Other, server.Other) = (server, client);

    public void Send(SessionMessage message)
    {
        if (IsOpen)
        {
            Other.Enqueue(message);
        }
    }

    /// <summary>This side closes; the other learns of it when a packet gets there.</summary>
    public void Close()
    {
        if (IsOpen)
        {
            IsOpen = false;
            Other.Enqueue(null);
        }
    }

    /// <summary>This side's host is gone without a word: the other side learns of it when it has waited long enough.</summary>
    public void Vanish()
    {
        IsOpen = false;
        World.Agenda.After(2 * World.ConnectionPatience, Other.Break);
    }

    /// <summary>The connection breaks: this side is told.</summary>
    public void Break()
    {
        if (IsOpen)
        {
            IsOpen = false;
            Process.ChannelClosed(this);
        }
    }

    private void Enqueue(SessionMessage? message)
    {
        if (!IsOpen)
        {
            return;
        }

        var due = World.Agenda.Now + World.Network.Delay(Other.Process.Host.Place, Process.Host.Place);
        var first = _incoming.Count == 0;
        _incoming.Enqueue((due, message));
        if (first)
        {
            World.Agenda.At(due, () => Deliver(0));
        }
    }

    /// <summary>Delivers in order. Behind a cut the packets are sent again for a while, until the connection is given up.</summary>
    private void Deliver(long waited)
    {
        while (IsOpen && _incoming.TryPeek(out var next))
        {
            if (next.Due > World.Agenda.Now)
            {
                World.Agenda.At(next.Due, () => Deliver(0));
                return;
            }

            if (!World.Network.Reaches(Other.Process.Host.Place, Process.Host.Place))
            {
                Retransmit(waited);
                return;
            }

            _incoming.Dequeue();
            if (next.Message is null)
            {
                Break();
            }
            else
            {
                Process.Received(this, next.Message);
            }
        }
    }

    private void Retransmit(long waited)
    {
        const long again = 40_000;
        if (waited >= World.ConnectionPatience)
        {
            World.Coverage.Mark("channel given up behind a cut");
            Break();
            Other.Break();
            return;
        }

        World.Agenda.After(again, () => Deliver(waited + again));
    }
}
