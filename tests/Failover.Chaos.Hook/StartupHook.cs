using Failover.Chaos.Hook;
using Failover.Diagnostics;

/// <summary>Called by the runtime in a member process before its program starts (<c>DOTNET_STARTUP_HOOKS</c>).</summary>
#pragma warning disable CA1050 // The runtime asks for this name, without a namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(MemberControl.Variable) is { Length: > 0 } path)
        {
            var control = MemberControl.Open(path);
            var hand = new FailpointHand(control);
            Failpoints.Reached = hand.Reach;
            Failpoints.EntriesPerSnapshot = control[MemberControl.EntriesPerSnapshot] is > 0 and var entries ? entries : null;
            HostSetup.Begin(control);
            PoolBlocker.Start(control);
        }
    }
}
