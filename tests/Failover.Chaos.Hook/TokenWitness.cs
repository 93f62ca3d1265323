using System.Diagnostics;

namespace Failover.Chaos.Hook;

/// <summary>
/// Watches, on a thread that serves nothing else, how long after a leadership is over its token is cancelled (design section 5, rule 5).
/// </summary>
internal sealed class TokenWitness(ILeaderElection election, MemberControl control)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(2);

    /// <summary>After a longer look away this thread did not run either, and nothing follows.</summary>
    private static readonly TimeSpan s_longestLookAway = TimeSpan.FromMilliseconds(50);

    public static void Start(ILeaderElection election, MemberControl control) =>
        new Thread(new TokenWitness(election, control).Run) { IsBackground = true, Name = "Chaos: token witness", Priority = ThreadPriority.AboveNormal }.Start();

    private void Run()
    {
        Leadership? watched = null;
        TimeSpan late = default;
        var last = Stopwatch.GetTimestamp();
        while (true)
        {
#pragma warning disable RS0030 // A thread that samples a clock.
            Thread.Sleep(s_interval);
#pragma warning restore RS0030
            var away = Stopwatch.GetElapsedTime(last);
            last = Stopwatch.GetTimestamp();
            watched ??= election.Leadership;
            if (watched is null || watched.IsHeld)
            {
                continue;
            }

            // Over: from here on every moment without the signal counts, but for those in which this process did not run.
            if (watched.Token.IsCancellationRequested)
            {
                Interlocked.Increment(ref control[MemberControl.EndsWatched]);
                (watched, late) = (null, default);
            }
            else if (away < s_longestLookAway)
            {
                late += away;
                control[MemberControl.LatestTokenMilliseconds] = Math.Max(control[MemberControl.LatestTokenMilliseconds], (int)late.TotalMilliseconds);
            }
        }
    }
}
