using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Failover.Cli.Http;

/// <summary>Makes the handler that connects to members.</summary>
internal static class HandlerFactory
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    public static HttpMessageHandler Create(HandlerSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirection would carry the token to wherever the answer says.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
        };

        if (settings.CertificateFile is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [LoadCertificate(certificate, settings.KeyFile)];
        }

        if (settings.AuthorityFile is { } authority)
        {
            handler.SslOptions.CertificateChainPolicy = TrustOnly(authority);
        }

        return handler;
    }

    /// <summary>A stream of events may be silent for long: keep-alives find out that its host is gone.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 2);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);

            // HttpClient of .NET 10 asks for it next, and does not translate the error should the member have reset the connection by then.
            _ = socket.RemoteEndPoint;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509Certificate2 LoadCertificate(string file, string? keyFile)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(file, keyFile);

            // Windows' TLS accepts no key that exists in memory only.
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw CliException.Usage(
                $"The client certificate can not be read: {error.Message}",
                "--cert names a PEM file with the certificate, --key one with its private key, without a password.");
        }
    }

    private static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw CliException.Usage($"The certificate authority can not be read: {error.Message}", "--cacert names a PEM file.");
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw CliException.Usage($"{file} holds no certificate.", "--cacert names a PEM file.");
    }
}
