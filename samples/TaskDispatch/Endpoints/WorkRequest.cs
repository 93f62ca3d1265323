namespace TaskDispatch.Endpoints;

/// <summary>Body of <c>POST /work/next</c>.</summary>
/// <param name="Worker">Who asks.</param>
public sealed record WorkRequest(string Worker);
