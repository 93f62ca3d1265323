using System.Security.Cryptography;
using System.Text;

namespace TaskDispatch.Working;

/// <summary>The work itself: SHA-256 of the payload, hashed again and again. Costly, and the same for everybody who computes it.</summary>
public static class Computation
{
    private const int RoundsBetweenChecks = 1024;

    /// <summary>Computes a task's result.</summary>
    /// <param name="payload">What to work on.</param>
    /// <param name="rounds">How many times to hash, 1 or more.</param>
    /// <param name="cancellationToken">Ends the computation, soon.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Run(string payload, int rounds, CancellationToken cancellationToken)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(payload), hash);
        for (var round = 1; round < rounds; round++)
        {
            if (round % RoundsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            SHA256.HashData(hash, hash);
        }

        return Convert.ToHexStringLower(hash);
    }
}
