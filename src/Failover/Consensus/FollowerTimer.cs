using System.Reflection;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus;

/// <summary>
/// Stops and starts the election timer of a DotNext 6.12 follower, which DotNext does itself while it appends entries, and has no method for.
/// A timer that is set anew with each heartbeat costs four changes of thread, more than the heartbeat.
/// </summary>
internal static class FollowerTimer
{
    private const string Follower = "DotNext.Net.Cluster.Consensus.Raft.FollowerState`1[[DotNext.Net.Cluster.Consensus.Raft.RaftClusterMember, DotNext.Net.Cluster]], DotNext.Net.Cluster";
    private const string Refreshable = "DotNext.Net.Cluster.Consensus.Raft.RefreshableState`1[[DotNext.Net.Cluster.Consensus.Raft.RaftClusterMember, DotNext.Net.Cluster]], DotNext.Net.Cluster";

    private static readonly FieldInfo s_state =
        typeof(RaftCluster<RaftClusterMember>).GetField("state", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw Missing("the state of a member");

    private static readonly Type s_follower = Type.GetType(Follower, throwOnError: true)!;
    private static readonly MethodInvoker s_suspend = MethodInvoker.Create(Type.GetType(Refreshable, throwOnError: true)!
        .GetMethod("SuspendTracking", BindingFlags.Instance | BindingFlags.NonPublic) ?? throw Missing("the method that stops a follower's timer"));

    private static readonly MethodInvoker s_resume = MethodInvoker.Create(Type.GetType(Refreshable, throwOnError: true)!
        .GetMethod("ResumeTracking", BindingFlags.Instance | BindingFlags.NonPublic) ?? throw Missing("the method that starts a follower's timer"));

    /// <summary>
    /// Stops the timer until it is started, or entries arrive, or this member follows anew. False where it does not follow: then nothing happens.
    /// </summary>
    public static bool TryStop(RaftNode node) => Try(node, s_suspend);

    /// <summary>Starts the timer from its beginning, if this member follows.</summary>
    public static bool TryStart(RaftNode node) => Try(node, s_resume);

    private static bool Try(RaftNode node, MethodInvoker change)
    {
        try
        {
            if (s_state.GetValue(node) is { } state && state.GetType() == s_follower)
            {
                change.Invoke(state);
                return true;
            }
        }
        catch (ObjectDisposedException)
        {
            // It followed until a moment ago.
        }

        return false;
    }

    private static MissingMemberException Missing(string what) => new($"This version of DotNext.Net.Cluster has {what} elsewhere; use 6.12.0.");
}
