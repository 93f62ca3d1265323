using System.Collections.Concurrent;
using System.Diagnostics;

namespace Failover.Tests;

/// <summary>A leader service that notes from when to when it acted, on one clock for all members of the process.</summary>
public sealed class Recorder(Acts acts) : LeaderService
{
    protected override async Task ExecuteAsync(Leadership leadership, CancellationToken lost)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (leadership.IsHeld)
        {
            acts.Note(leadership);
            if (lost.IsCancellationRequested)
            {
                return;
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}

/// <summary>Who acted when. Shared by all members of a test.</summary>
public sealed class Acts
{
    private readonly ConcurrentQueue<(long Term, long At)> _acts = new();

    /// <summary>Notes that a leadership was held: the stamp is taken before the question, so that it was held at the stamp.</summary>
    public void Note(Leadership leadership)
    {
        var at = Stopwatch.GetTimestamp();
        if (leadership.IsHeld)
        {
            _acts.Enqueue((leadership.Term, at));
        }
    }

    /// <summary>One leader, and rising terms: the acts of each term lie before all acts of the next.</summary>
    public void AssertOneLeader()
    {
        var terms = _acts.GroupBy(act => act.Term).OrderBy(term => term.Key).ToArray();
        Assert.NotEmpty(terms);
        foreach (var (earlier, later) in terms.Zip(terms.Skip(1)))
        {
            Assert.True(
                earlier.Max(act => act.At) < later.Min(act => act.At),
                $"Term {earlier.Key} was acted in after term {later.Key} had begun.");
        }
    }
}
