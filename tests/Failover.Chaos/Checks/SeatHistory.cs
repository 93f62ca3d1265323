using TaskDispatch.Records;

namespace Failover.Chaos.Checks;

/// <summary>Makes one history of what clients were answered and what members have seen.</summary>
internal static class SeatHistory
{
    /// <param name="answers">What clients were answered; a promotion among them is a hand-over.</param>
    /// <param name="lines">The members' records.</param>
    public static IEnumerable<SeatOperation> Of(IReadOnlyCollection<SeatOperation> answers, IEnumerable<RecordLine> lines)
    {
        var seen = lines.Where(line => line.Kind is RecordKind.LeadershipBegan or RecordKind.LeaderSeen && line.Term > 0)
            .Select(line => (Seat: new Seat(line.Term!.Value, line.Kind == RecordKind.LeadershipBegan ? line.Member : line.Leader), line.AtNanoseconds))
            .Where(sight => sight.Seat.Leader is not null)
            .GroupBy(sight => sight.Seat)
            .Select(sights => (Seat: sights.Key, First: sights.Min(sight => sight.AtNanoseconds)))
            .Concat(answers.Where(answer => answer.IsPromotion).Select(answer => (answer.Seat, First: answer.ReturnedNanoseconds)))
            .GroupBy(sight => sight.Seat);
        foreach (var sights in seen)
        {
            // A hand-over that was answered took place after its call; of other promotions only the end is known.
            var handOver = answers.FirstOrDefault(answer => answer.IsPromotion && answer.Seat == sights.Key);
            yield return new SeatOperation(true, sights.Key, handOver?.InvokedNanoseconds ?? 0, sights.Min(sight => sight.First));
        }

        foreach (var answer in answers.Where(answer => !answer.IsPromotion))
        {
            yield return answer;
        }
    }
}
