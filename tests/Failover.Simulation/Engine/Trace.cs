using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Failover.Simulation.Engine;

/// <summary>What happened, line by line, when somebody wants to read it; and a digest of it, always.</summary>
internal sealed class Trace(Agenda agenda, bool isOn)
{
    private const ulong FnvPrime = 1_099_511_628_211;
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>FNV-1a over what was noted: the same for the same run.</summary>
    public ulong Digest { get; private set; } = 14_695_981_039_346_656_037;

    public void Line([InterpolatedStringHandlerArgument("")] ref LineHandler text)
    {
        if (isOn)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{agenda.Now / 1000.0,12:F3} ms  {text.Take()}"));
        }
    }

    /// <summary>Takes the lines since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        string[] taken = [.. _lines];
        _lines.Clear();
        return taken;
    }

    public void Mix(long value) => Digest = (Digest ^ (ulong)value) * FnvPrime;

    public void Mix(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            Digest = (Digest ^ value) * FnvPrime;
        }
    }

    /// <summary>Formats only where somebody wants to read it.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct LineHandler
    {
        private readonly StringBuilder? _text;

        public LineHandler(int literalLength, int formattedCount, Trace trace, out bool enabled)
        {
            _ = formattedCount;
            enabled = trace.IsOn;
            _text = enabled ? new StringBuilder(literalLength + 32) : null;
        }

        public void AppendLiteral(string value) => _text!.Append(value);

        public void AppendFormatted<T>(T value) => _text!.Append(Describe.Of(value));

        public string Take() => _text?.ToString() ?? "";
    }

    private bool IsOn => isOn;
}
