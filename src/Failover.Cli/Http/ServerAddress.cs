namespace Failover.Cli.Http;

/// <summary>Where a member serves the operator interface: its address, with the path in front of the routes.</summary>
internal sealed record ServerAddress
{
    private const string DefaultPath = "/failover";

    private ServerAddress(Uri root)
    {
        Root = root;
    }

    /// <summary>Ends with a slash, so that routes can be appended.</summary>
    public Uri Root { get; }

    public Uri At(string route) => new(Root, route);

    /// <summary>Reads an address, or says what is wrong with it.</summary>
    public static ServerAddress? Parse(string text, out string? problem)
    {
        problem = Problem(text, out var uri);
        if (problem is not null)
        {
            return null;
        }

        var path = uri!.AbsolutePath.TrimEnd('/');
        return new ServerAddress(new UriBuilder(uri) { Path = (path.Length == 0 ? DefaultPath : path) + "/" }.Uri);
    }

    public override string ToString() => Root.GetLeftPart(UriPartial.Path).TrimEnd('/');

    private static string? Problem(string text, out Uri? uri)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            return $"'{text}' is no http or https URL; write it like https://n1.example.com:8443 or http://localhost:8080/failover";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "a URL must not hold a user name or password; use --token or --cert";
        }

        return uri.Query.Length > 0 || uri.Fragment.Length > 0 ? $"'{text}' must end with its path: no ? and no #" : null;
    }
}
