namespace Failover.RaftModel.Tests.Clusters;

/// <summary>What a member answers to a proposal or a barrier; null while it has not.</summary>
internal sealed class Answer
{
    private volatile object? _value;

    /// <summary>Whether the entry was applied, or the barrier passed. False for a proposal means that nothing is known.</summary>
    public bool? Value => (bool?)_value;

    /// <summary>The first answer counts.</summary>
    public void Set(bool value) => Interlocked.CompareExchange(ref _value, value, null);
}
