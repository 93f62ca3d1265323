namespace TaskDispatch.Store;

/// <summary>A write that the database refused because of its stale term.</summary>
public sealed record RefusedWrite(string Election, string Member, long Term, long HighestTerm, string Operation);
