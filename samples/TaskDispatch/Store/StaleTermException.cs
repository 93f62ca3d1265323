namespace TaskDispatch.Store;

/// <summary>The database refused a write, and changed nothing: a leader of a higher term has written before.</summary>
public sealed class StaleTermException : Exception
{
    public StaleTermException(Fence fence, long highestTerm, string operation)
        : base($"Refused '{operation}' of member '{fence.Member}' in term {fence.Term} of election '{fence.Election}': " +
            $"the database has seen term {highestTerm}. Another member leads now.")
    {
        Fence = fence;
        HighestTerm = highestTerm;
        Operation = operation;
    }

    /// <summary>The writer, with its stale term.</summary>
    public Fence Fence { get; }

    /// <summary>The highest term that the database has seen.</summary>
    public long HighestTerm { get; }

    /// <summary>What was refused.</summary>
    public string Operation { get; }
}
