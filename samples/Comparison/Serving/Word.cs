namespace Comparison.Serving;

/// <summary>Body of an operator's click.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Revision">The revision that was on the page.</param>
internal sealed record Word(long Request, int Revision);
