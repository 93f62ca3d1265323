using System.Runtime.InteropServices;
using Failover.Diagnostics;

namespace Failover.Chaos.Hook;

/// <summary>Counts steps, and does what the test has asked for at one of them. Safe to use from any thread.</summary>
internal sealed partial class FailpointHand(MemberControl control)
{
    private const int Kill = 9;

    public void Reach(Failpoint step)
    {
        Interlocked.Increment(ref control.Reached(step));
        var action = (FailpointAction)Volatile.Read(ref control[MemberControl.Action]);
        if (action == FailpointAction.Pass || control[MemberControl.Step] != (int)step || Interlocked.Decrement(ref control[MemberControl.Countdown]) != 0)
        {
            return;
        }

        Volatile.Write(ref control[MemberControl.Action], (int)FailpointAction.Pass);
        Interlocked.Increment(ref control[MemberControl.Done]);
        if (action == FailpointAction.Die)
        {
            _ = Signal(Environment.ProcessId, Kill);
        }

#pragma warning disable RS0030 // To stall is the purpose.
        Thread.Sleep(action == FailpointAction.Die ? Timeout.Infinite : control[MemberControl.StallMilliseconds]);
#pragma warning restore RS0030
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
