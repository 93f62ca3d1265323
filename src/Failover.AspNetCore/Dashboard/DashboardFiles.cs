using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Failover.AspNetCore.Dashboard;

/// <summary>The files below <c>Dashboard/wwwroot</c>, embedded in this assembly under <c>dashboard/</c>.</summary>
internal static class DashboardFiles
{
    /// <summary>The page that is served at the prefix itself.</summary>
    public const string Index = "index.html";

    private const string ResourcePrefix = "dashboard/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".json"] = "application/json",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the files of an assembly.</summary>
    /// <exception cref="InvalidOperationException">A file has an extension for which no content type is known.</exception>
    public static IReadOnlyList<DashboardFile> Of(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name)),
    ];

    private static DashboardFile Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var content = memory.ToArray();
        var path = resource[ResourcePrefix.Length..].Replace('\\', '/');
        return new DashboardFile(
            path,
            ContentTypes.GetValueOrDefault(Path.GetExtension(path))
                ?? throw new InvalidOperationException($"The embedded file {path} has no known content type."),
            content,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\"");
    }
}
