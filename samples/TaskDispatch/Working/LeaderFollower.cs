using Failover;
using Microsoft.Extensions.Options;
using TaskDispatch.Records;

namespace TaskDispatch.Working;

/// <summary>
/// Follows the election for the workers of this process, and puts what it sees on the record. Safe to use from any thread.
/// </summary>
public sealed partial class LeaderFollower : BackgroundService
{
    private readonly ILeaderElection _election;
    private readonly MemberRecord _record;
    private readonly TimeSpan _retryDelay;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaderFollower> _logger;
    private CancellationTokenSource _superseded = new();
    private LeaderView _view;

    public LeaderFollower(
        [FromKeyedServices(TaskDispatchOptions.Election)] ILeaderElection election,
        MemberRecord record,
        IOptions<TaskDispatchOptions> options,
        TimeProvider time,
        ILogger<LeaderFollower> logger)
    {
        _election = election;
        _record = record;
        _retryDelay = options.Value.RetryDelay;
        _time = time;
        _logger = logger;
        _view = new LeaderView(new ElectionSnapshot { Election = election.Name, Term = 0 }, _superseded.Token);
    }

    /// <summary>The election as it was last seen; vacant before anything was.</summary>
    public LeaderView Current => Volatile.Read(ref _view);

    /// <summary>Waits until there is a leader with an address.</summary>
    public async Task<LeaderView> WaitForLeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var view = Current;
            if (view.Address is not null)
            {
                return view;
            }

            await view.Superseded.WhenCancelledAsync(cancellationToken);
        }
    }

    public override void Dispose()
    {
        _superseded.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var snapshot in _election.WatchAsync(stoppingToken))
                {
                    See(snapshot);
                }

                // The member stops, and has told its last: a new stream would end at once as well.
                return;
            }
            catch (InvalidOperationException tooFarBehind)
            {
                LogWatchAgain(tooFarBehind.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await _time.PauseAsync(_retryDelay, stoppingToken);
        }
    }

    private void See(ElectionSnapshot snapshot)
    {
        LogSeen(snapshot.Leader?.Member ?? "nobody", snapshot.Term);
        _record.LeaderSeen(snapshot);
        var old = _superseded;
        _superseded = new CancellationTokenSource();
        Volatile.Write(ref _view, new LeaderView(snapshot, _superseded.Token));
        old.Cancel();
        old.Dispose();
    }

    [LoggerMessage(1, LogLevel.Information, "The leader is {Leader}, term {Term}")]
    private partial void LogSeen(string leader, long term);

    [LoggerMessage(2, LogLevel.Warning, "Watching the election anew: {Reason}")]
    private partial void LogWatchAgain(string reason);
}
