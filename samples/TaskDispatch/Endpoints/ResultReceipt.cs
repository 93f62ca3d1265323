using TaskDispatch.Store;

namespace TaskDispatch.Endpoints;

/// <summary>Answer to a posted result.</summary>
/// <param name="Outcome">What became of it.</param>
public sealed record ResultReceipt(ResultOutcome Outcome);
