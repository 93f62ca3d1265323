using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Failover.AspNetCore.Events;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2) into memory.</summary>
internal sealed class EventWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Tells the reader how long to wait before it connects again.</summary>
    public void WriteRetry(TimeSpan delay) => WriteText(string.Create(CultureInfo.InvariantCulture, $"retry: {delay.TotalMilliseconds:F0}\n\n"));

    /// <summary>Writes a comment, which readers ignore.</summary>
    public void WriteComment(string text) => WriteText($": {text}\n\n");

    /// <summary>Writes an event.</summary>
    public void Write<T>(string name, long id, T value, JsonTypeInfo<T> type)
    {
        WriteText(string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {id}\ndata: "));

        // JSON has no line breaks unless it is indented.
        using (var json = new Utf8JsonWriter(_buffer))
        {
            JsonSerializer.Serialize(json, value, type);
        }

        WriteText("\n\n");
    }

    private void WriteText(string text) => Encoding.UTF8.GetBytes(text, _buffer);
}
