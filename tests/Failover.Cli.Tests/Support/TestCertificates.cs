using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Failover.Cli.Tests.Support;

/// <summary>An authority, a server's certificate for this machine and a client's, made for one test and left in one folder.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);

    private readonly string _directory = Directory.CreateTempSubdirectory("failover-cli-").FullName;

    public TestCertificates()
    {
        using var authority = MakeAuthority();
        Server = Issue(authority, "CN=member", request =>
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        });
        using var client = Issue(authority, "CN=alice", _ => { });
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(ClientFile, client.ExportCertificatePem());
        using var key = client.GetECDsaPrivateKey()!;
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public X509Certificate2 Server { get; }

    public string AuthorityFile => Path.Combine(_directory, "ca.pem");

    public string ClientFile => Path.Combine(_directory, "alice.pem");

    public string KeyFile => Path.Combine(_directory, "alice.key");

    public void Dispose()
    {
        Server.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, From.AddDays(2));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string subject, Action<CertificateRequest> configure)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        configure(request);
        using var certificate = request.Create(authority, From, From.AddDays(1.5), RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
