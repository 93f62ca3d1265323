using System.Reflection;

namespace Failover.AspNetCore.Tests.Support;

/// <summary>Where the sources of this build are.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
}
