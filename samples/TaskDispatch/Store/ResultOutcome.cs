namespace TaskDispatch.Store;

/// <summary>What became of a posted result.</summary>
public enum ResultOutcome
{
    /// <summary>It is the task's result.</summary>
    Recorded,

    /// <summary>The task had a result already, which stays. The attempt was noted.</summary>
    Duplicate,

    /// <summary>There is no such task.</summary>
    UnknownTask,
}
