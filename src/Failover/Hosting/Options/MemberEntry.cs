namespace Failover.Hosting;

/// <summary>One configured member.</summary>
/// <param name="Key">The configuration key, below the section.</param>
/// <param name="Name">The member's name.</param>
/// <param name="Address">Its address as written.</param>
internal sealed record MemberEntry(string Key, string Name, string Address);
