using System.Collections.Concurrent;

namespace Failover.Transport.Tests;

/// <summary>Says what a test likes, and keeps what it hears.</summary>
internal sealed class FakeMarkBook : IMarkBook
{
    public Marks Says { get; set; }

    public bool IsOutdated { get; set; }

    public ConcurrentQueue<(string Member, Marks Marks)> Heard { get; } = [];

    public Marks For(string member) => Says;

    public bool Hear(string member, Marks marks)
    {
        Heard.Enqueue((member, marks));
        return !IsOutdated;
    }
}
