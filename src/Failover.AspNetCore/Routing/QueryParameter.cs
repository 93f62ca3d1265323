namespace Failover.AspNetCore.Routing;

/// <summary>A parameter that a route takes from the query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsInteger">Whether it is an integer; a text otherwise.</param>
/// <param name="Description">What it means, with default and range.</param>
internal sealed record QueryParameter(string Name, bool IsInteger, string Description);
