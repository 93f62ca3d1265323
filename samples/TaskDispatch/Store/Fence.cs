namespace TaskDispatch.Store;

/// <summary>
/// In whose name a write is made. Goes with every write of the dispatcher; the database refuses it when it has seen a higher term.
/// </summary>
/// <param name="Election">The election that the writer leads.</param>
/// <param name="Term">The term of its leadership.</param>
/// <param name="Member">The writer, for the list of refused writes.</param>
public readonly record struct Fence(string Election, long Term, string Member);
