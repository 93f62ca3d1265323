using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Failover.Cli.Tests.Http;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task The_client_certificate_says_who_asks()
    {
        await using var member = await FakeMember.StartAsync(certificate: _certificates.Server, clientCertificates: ClientCertificateMode.RequireCertificate);
        var tool = new Tool(member).With("FAILOVER_CACERT", _certificates.AuthorityFile);

        Assert.Equal(0, await tool.RunAsync("status", "--cert", _certificates.ClientFile, "--key", _certificates.KeyFile));

        Assert.Equal("CN=alice", Assert.Single(member.Received).Headers["client-certificate"]);
    }

    [Fact]
    public async Task An_unknown_authority_is_not_trusted()
    {
        await using var member = await FakeMember.StartAsync(certificate: _certificates.Server);
        var tool = new Tool(member);

        Assert.Equal(3, await tool.RunAsync("status"));

        Assert.Empty(member.Received);
        Assert.Contains("certificate", tool.Error.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--cert", "The client certificate can not be read")]
    [InlineData("--cacert", "The certificate authority can not be read")]
    public async Task A_file_that_is_not_there_is_a_usage_error(string option, string message)
    {
        var tool = new Tool();

        Assert.Equal(2, await tool.RunAsync("status", "-s", "https://127.0.0.1:1", option, "/nowhere/x.pem"));

        Assert.Contains(message, tool.Error.Text, StringComparison.Ordinal);
    }
}
