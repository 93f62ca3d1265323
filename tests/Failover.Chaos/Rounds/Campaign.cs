using Failover.Chaos.Faults;
using Failover.Chaos.Plans;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>Rounds of all groups, one after the other, for as long as there is time.</summary>
internal sealed class Campaign(int seed, Action<string> tell)
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(90);

    private readonly List<RoundResult> _rounds = [];
    private readonly long _began = BootClock.NowNanoseconds;

    public int Seed => seed;

    public IReadOnlyList<RoundResult> Rounds => _rounds;

    public TimeSpan Elapsed => TimeSpan.FromSeconds((BootClock.NowNanoseconds - _began) / 1e9);

    /// <summary>Runs rounds until the time is up, or one fails.</summary>
    /// <param name="length">For how long.</param>
    /// <param name="groups">Of what; groups that can not be run here are left out.</param>
    public async Task RunAsync(TimeSpan length, IReadOnlyList<FaultGroup> groups)
    {
        FaultGroup[] possible = [.. groups.Where(group => Nemeses.WhyNot(group) is null)];
        for (var number = 0; Elapsed < length; number++)
        {
            var left = length - Elapsed;
            var rounds = Math.Max(1, possible.Length - number);
            var settings = new RoundSettings(
                possible[number % possible.Length],
                unchecked(seed + number),
                left / rounds < LongestRound ? left / rounds : LongestRound);
            var result = await new Round(settings, tell).RunAsync();
            _rounds.Add(result);
            if (result.Violations.Count > 0)
            {
                return;
            }
        }
    }
}
