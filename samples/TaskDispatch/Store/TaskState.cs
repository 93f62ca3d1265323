namespace TaskDispatch.Store;

/// <summary>The states of a task, as the database spells them.</summary>
public static class TaskState
{
    public const string Queued = "queued";
    public const string Assigned = "assigned";
    public const string Done = "done";
}
