namespace Failover.Cli.Http;

/// <summary>What the connection to a member needs beside its address.</summary>
/// <param name="CertificateFile">A PEM file with the client's certificate, or null.</param>
/// <param name="KeyFile">A PEM file with its private key; null where the certificate's file holds it.</param>
/// <param name="AuthorityFile">A PEM file with the only authorities to trust, or null for those of the system.</param>
internal sealed record HandlerSettings(string? CertificateFile, string? KeyFile, string? AuthorityFile);
