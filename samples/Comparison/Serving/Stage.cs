using System.Runtime.Versioning;
using Comparison.Columns;
using Comparison.Faults;

namespace Comparison.Serving;

/// <summary>All columns, and the one fault that is played on them at a time. Safe to use from any thread.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Stage(IReadOnlyList<Column> columns) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _playing = Task.CompletedTask;

    public IReadOnlyList<Column> Columns { get; } = columns;

    /// <summary>The fault that is played now, or null.</summary>
    public FaultInfo? Playing { get; private set; }

    /// <summary>Applies a fault to all columns at the same moment; false while another is played.</summary>
    public bool TryPlay(FaultInfo fault)
    {
        lock (_lock)
        {
            if (Playing is not null)
            {
                return false;
            }

            Playing = fault;
            _playing = Task.Run(() => PlayAsync(fault));
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _playing;
        _stop.Dispose();
    }

    private async Task PlayAsync(FaultInfo fault)
    {
        try
        {
            await Task.WhenAll(Columns.Select(column => column.Faults.ApplyAsync(fault.Kind, TimeSpan.FromSeconds(fault.Seconds), _stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException)
        {
            foreach (var column in Columns)
            {
                column.Say($"the fault ended early: {error.Message}");
            }
        }
        finally
        {
            lock (_lock)
            {
                Playing = null;
            }
        }
    }
}
