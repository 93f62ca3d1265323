namespace Failover.AspNetCore.Dashboard;

/// <summary>An embedded file.</summary>
/// <param name="Path">Its path below the prefix.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Content">What is in it.</param>
/// <param name="Tag">Its entity tag, with quotation marks.</param>
internal sealed record DashboardFile(string Path, string ContentType, ReadOnlyMemory<byte> Content, string Tag);
