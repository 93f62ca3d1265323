using System.Collections.Concurrent;
using System.Net.Http.Json;
using Failover.Chaos.Checks;
using Failover.Chaos.Rounds;
using TaskDispatch.Endpoints;
using TaskDispatch.Records;

namespace Failover.Chaos.Faults;

/// <summary>
/// Clients that confirm and hand over the leadership at random members. What was not answered in time is counted as unknown. Commands
/// of operators come from <see cref="Operators.OperatorTeam"/>.
/// </summary>
internal sealed class OperationLoad : IAsyncDisposable
{
    private const int Confirmers = 3;

    private readonly ConcurrentQueue<SeatOperation> _answers = [];
    private readonly ConcurrentDictionary<string, long> _outcomes = [];
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    public IReadOnlyCollection<SeatOperation> Answers => _answers;

    /// <summary>How often operations were answered in which way.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => new SortedDictionary<string, long>(_outcomes, StringComparer.Ordinal);

    public void Start(Arena arena, int seed)
    {
        _stop = new CancellationTokenSource();
        string[] names = [.. arena.Names];
        _running = Task.WhenAll(
            [
                RepeatAsync(new Random(seed), TimeSpan.FromMilliseconds(700), random => HandOverAsync(arena, Any(names, random), Any(names, random)), _stop.Token),
                .. Enumerable.Range(1, Confirmers).Select(number => RepeatAsync(
                    new Random(unchecked(seed + number)), TimeSpan.FromMilliseconds(40), random => ConfirmAsync(arena, Any(names, random)), _stop.Token)),
            ]);
    }

    public async Task StopAsync()
    {
        if (_stop is { } stop)
        {
            await stop.CancelAsync();
            await _running;
            stop.Dispose();
            _stop = null;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static string Any(string[] names, Random random) => names[random.Next(names.Length)];

    private static async Task RepeatAsync(Random random, TimeSpan interval, Func<Random, Task> call, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await call(random);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private Task ConfirmAsync(Arena arena, string member) => CallAsync("confirm", isPromotion: false, arena, member, "leadership/confirm");

    private Task HandOverAsync(Arena arena, string member, string to) =>
        CallAsync("hand over", isPromotion: true, arena, member, $"leadership/hand-over?to={to}");

    private async Task CallAsync(string operation, bool isPromotion, Arena arena, string member, string path)
    {
        var invoked = BootClock.NowNanoseconds;
        try
        {
            using var answer = await arena.Cluster.Http(member).PostAsync(new Uri(path, UriKind.Relative), null);
            if (!answer.IsSuccessStatusCode)
            {
                Count($"{operation}: refused ({(int)answer.StatusCode})");
                return;
            }

            var done = await answer.Content.ReadFromJsonAsync<LeadershipAnswer>();
            _answers.Enqueue(new SeatOperation(isPromotion, new Seat(done!.Term, done.Leader), invoked, BootClock.NowNanoseconds));
            Count($"{operation}: done");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            Count($"{operation}: unknown");
        }
    }

    private void Count(string outcome) => _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
}
