using Failover.Chaos.Faults;
using Failover.Chaos.Plans;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>Rounds of all groups, one after the other, for as long as there is time.</summary>
/// <param name="seed">That of the first round; each has the next.</param>
/// <param name="tell">Told what happens.</param>
/// <param name="afterRound">Called after each round, so that what is known is kept whatever comes; or null.</param>
internal sealed class Campaign(int seed, Action<string> tell, Func<Campaign, Task>? afterRound = null)
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(90);

    private readonly List<RoundResult> _rounds = [];
    private readonly long _began = BootClock.NowNanoseconds;

    public int Seed => seed;

    public IReadOnlyList<RoundResult> Rounds => _rounds;

    public TimeSpan Elapsed => TimeSpan.FromSeconds((BootClock.NowNanoseconds - _began) / 1e9);

    /// <summary>How many rounds were given up because the test itself failed.</summary>
    public int TestFaults => _rounds.Count(round => round.TestFault is not null);

    /// <summary>Runs rounds until the time is up, or one has a violation.</summary>
    /// <param name="length">For how long.</param>
    /// <param name="groups">Of what; groups that can not be run here are left out.</param>
    /// <param name="goOn">Whether to go on after a violation.</param>
    public async Task RunAsync(TimeSpan length, IReadOnlyList<FaultGroup> groups, bool goOn = false)
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
            var result = await RunRoundAsync(settings);
            _rounds.Add(result);
            if (afterRound is not null)
            {
                await afterRound(this);
            }

            if (result.Violations.Count > 0 && !goOn)
            {
                return;
            }
        }
    }

    private async Task<RoundResult> RunRoundAsync(RoundSettings settings)
    {
        try
        {
            return await new Round(settings, tell).RunAsync();
        }
        catch (Exception error)
        {
            // Not even checked: for example no namespaces could be made.
            tell($"  TEST FAULT {error}");
            return RoundResult.OfTestFault(settings, error);
        }
    }
}
