namespace Failover.Hosting;

/// <summary>A type that the application registered for an election.</summary>
/// <param name="Method">The builder's method that registered it.</param>
/// <param name="Type">The registered type.</param>
/// <param name="Election">The name of the election.</param>
internal sealed record ElectionUse(string Method, Type Type, string Election);
