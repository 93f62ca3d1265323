using System.Diagnostics;

namespace Failover.Chaos.Hook;

/// <summary>Fills the thread pool with work that blocks, when the test asks for it. Its own thread is not of the pool.</summary>
internal sealed class PoolBlocker(MemberControl control)
{
    /// <summary>More than the pool starts threads for in any time that a test blocks it.</summary>
    private const int WorkItems = 2_000;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

    public static void Start(MemberControl control) =>
        new Thread(new PoolBlocker(control).Run) { IsBackground = true, Name = "Chaos: pool blocker" }.Start();

    private void Run()
    {
        while (true)
        {
            Wait(s_interval);
            if (Interlocked.Exchange(ref control[MemberControl.BlockMilliseconds], 0) is > 0 and var milliseconds)
            {
                Block(TimeSpan.FromMilliseconds(milliseconds));
                Interlocked.Increment(ref control[MemberControl.Blocks]);
            }
        }
    }

    private static void Block(TimeSpan length)
    {
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < WorkItems; number++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => WaitUntil(began, length), null);
        }

        WaitUntil(began, length);
    }

    private static void WaitUntil(long began, TimeSpan length)
    {
        if (length - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
        {
            Wait(left);
        }
    }

#pragma warning disable RS0030 // To block is the purpose.
    private static void Wait(TimeSpan time) => Thread.Sleep(time);
#pragma warning restore RS0030
}
