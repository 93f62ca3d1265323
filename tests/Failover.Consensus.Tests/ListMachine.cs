using System.Text;
using System.Text.Json;

namespace Failover.Consensus.Tests;

/// <summary>A state machine that is a list of texts.</summary>
internal sealed class ListMachine : IReplicatedStateMachine
{
    private readonly Lock _lock = new();
    private readonly List<string> _entries = [];

    public Signal Changed { get; } = new();

    public int Restored { get; private set; }

    /// <summary>Called with each snapshot, before it is restored.</summary>
    public Action? Restoring { get; init; }

    /// <summary>An entry that cannot be applied.</summary>
    public string? Poison { get; init; }

    public string[] Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    public void Apply(LogPosition position, ReadOnlyMemory<byte> entry)
    {
        var text = Encoding.UTF8.GetString(entry.Span);
        if (text == Poison)
        {
            throw new InvalidOperationException(text);
        }

        lock (_lock)
        {
            _entries.Add(text);
        }

        Changed.Raise();
    }

    public ReadOnlyMemory<byte> CreateSnapshot() => JsonSerializer.SerializeToUtf8Bytes(Entries);

    public void Restore(LogPosition position, ReadOnlyMemory<byte> snapshot)
    {
        Restoring?.Invoke();
        lock (_lock)
        {
            _entries.Clear();
            _entries.AddRange(JsonSerializer.Deserialize<string[]>(snapshot.Span)!);
            Restored++;
        }

        Changed.Raise();
    }

    public Task UntilAsync(params string[] entries) =>
        Changed.UntilAsync(() => Entries.SequenceEqual(entries), $"entries [{string.Join(' ', entries)}], have [{string.Join(' ', Entries)}]");

    public Task UntilCountAsync(int count) => Changed.UntilAsync(() => Entries.Length == count, $"{count} entries, have {Entries.Length}");
}
