using System.Security.Cryptography;
using System.Text.Json;
using Failover.Serialization;

namespace Failover.Operations;

/// <summary>Tells another command under the same key from a repetition. Thread-safe.</summary>
public static class CommandDigest
{
    /// <summary>
    /// SHA-256, in hexadecimal, over what is asked, by whom and why. The key, and what may differ between two attempts at the same thing
    /// (the address and the way of authentication), are left out.
    /// </summary>
    /// <param name="command">The command; its digest is ignored.</param>
    public static string Of(OperatorCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var bare = command with { By = command.By with { Key = "", Method = null, Address = null, Digest = null } };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(bare, CoreJson.Default.OperatorCommand)));
    }
}
