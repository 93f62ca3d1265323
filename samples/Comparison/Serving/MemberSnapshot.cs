namespace Comparison.Serving;

/// <summary>One member, as the page shows it.</summary>
internal sealed record MemberSnapshot(string Name, string State, bool Leads, bool Coordinates);
