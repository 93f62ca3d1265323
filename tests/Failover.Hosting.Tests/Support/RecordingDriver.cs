using System.Threading.Channels;

namespace Failover.Hosting.Tests;

/// <summary>A driver that writes down what it is asked.</summary>
internal sealed class RecordingDriver : IMemberDriver
{
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();

    public Func<string, string?, Task<ElectionSnapshot>> HandOver { get; set; } = (_, _) => throw new InvalidOperationException("not expected");

    public Func<long, CancellationToken, Task<bool>> Confirm { get; set; } = (_, _) => Task.FromResult(true);

    public Action<string, long> Resigning { get; set; } = (_, _) => { };

    public bool HasCalls => _calls.Reader.Count > 0;

    public Task<string> NextAsync() => _calls.Reader.ReadAsync().Soon();

    public void ReportHealth(bool healthy, string? reason) => Record(healthy ? "healthy" : $"unhealthy: {reason}");

    public void ReportReleased(string election, long term) => Record($"released {election} {term}");

    public void Resign(string election, long term, VacancyCause cause, string? reason)
    {
        Record($"resign {election} {term} {cause}: {reason}");
        Resigning(election, term);
    }

    public List<(string Election, long Position)> Positions { get; } = [];

    public void ReportPosition(string election, long position) => Positions.Add((election, position));

    public Task<ElectionSnapshot> HandOverAsync(string election, string? target, string? reason, CancellationToken cancellationToken) =>
        HandOver(election, target);

    public Task<bool> ConfirmAsync(string election, long term, CancellationToken cancellationToken) => Confirm(term, cancellationToken);

    private void Record(string call) => _calls.Writer.TryWrite(call);
}
