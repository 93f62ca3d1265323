using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;

namespace Failover.AspNetCore.Acting;

/// <summary>The key by which a repetition of a command is recognised.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 100;

    /// <summary>The request's key, or a new one.</summary>
    public static string Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return Create();
        }

        return values is [{ Length: > 0 and <= MaxLength } key] && key.All(c => c is >= '!' and <= '~')
            ? key
            : throw new Refusal(
                StatusCodes.Status400BadRequest, $"{Header} must be one value of 1 to {MaxLength} visible ASCII characters", Header);
    }

    /// <summary>A key that nobody has.</summary>
    public static string Create() => Guid.NewGuid().ToString("N");
}
