namespace TaskDispatch.Endpoints;

/// <summary>Body of <c>POST /work/{id}/result</c>.</summary>
/// <param name="Worker">Who computed it.</param>
/// <param name="Result">What came out.</param>
public sealed record ResultSubmission(string Worker, string Result);
