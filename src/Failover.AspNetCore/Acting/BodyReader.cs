using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Failover.AspNetCore.Acting;

/// <summary>Reads the body of a command. A slip of the pen is refused with the field's name, and never ignored.</summary>
internal static class BodyReader
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>How deep its values may lie.</summary>
    public const int MaxDepth = 8;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>Reads a body of that type; an empty one counts as <c>{}</c>.</summary>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
    {
        CheckContentType(request);
        var bytes = await ReadBytesAsync(request);
        if (bytes.Length == 0)
        {
            bytes = "{}"u8.ToArray();
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes, Strict);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is thrown for a name that is no text: half of a surrogate pair.
            throw Refuse($"the body is not well-formed JSON: {TextRule.Quote(error.Message)}");
        }

        using (document)
        {
            BodyShape.Check(document.RootElement, type);
            try
            {
                return document.RootElement.Deserialize(type) ?? throw Refuse("the body must be a JSON object");
            }
            catch (JsonException error)
            {
                throw BodyShape.Explain(error, type);
            }
        }
    }

    private static void CheckContentType(HttpRequest request)
    {
        // Anything else could be sent by a form of another site, without the browser asking first.
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Encoding is { } encoding && !Equals(encoding, Encoding.UTF8))
        {
            throw new Refusal(
                StatusCodes.Status415UnsupportedMediaType, "the body must be JSON in UTF-8: Content-Type: application/json", "Content-Type");
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        // The server's limit does not count what a decompressing middleware makes of it.
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var read = await request.Body.ReadAtLeastAsync(
                buffer.AsMemory(0, MaxBytes + 1), MaxBytes + 1, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
            return read <= MaxBytes ? buffer[..read] : throw TooLarge();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Refusal TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {MaxBytes} bytes");

    private static Refusal Refuse(string message) => new(StatusCodes.Status400BadRequest, message);
}
