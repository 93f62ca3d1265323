using System.Globalization;
using System.Text;

namespace Failover.Chaos.Checks;

/// <summary>
/// Looks for one order of operations that fits their answers and the times of their calls: the search of Wing and Gong, with the
/// memory of Lowe (which sets of operations, in which state, have led nowhere). Linearizability is local (Herlihy and Wing): a history
/// has an order when the operations about each thing have one, so each is looked at by itself.
/// </summary>
/// <remarks>
/// Operations without an answer are left out by the caller: a confirmation without one says nothing, and whether a hand-over took
/// place is known from the promotions that members have seen. A command of an operator that was not answered in time is repeated under
/// its key until it is, and is an operation from the first call to the last answer; one that never was goes on to the end of time.
/// </remarks>
internal static class LinearizabilityCheck
{
    private const long Never = long.MaxValue;

    /// <summary>The operation at which every order fails, in words, or null when there is an order.</summary>
    public static string? Violation(IEnumerable<ISeatOperation> operations) => operations
        .GroupBy(operation => operation.About)
        .Select(about => Search([.. about.OrderBy(operation => operation.ReturnedNanoseconds).ThenBy(operation => operation.InvokedNanoseconds)]))
        .FirstOrDefault(violation => violation is not null);

    private static string? Search(ISeatOperation[] calls)
    {
        var seen = new HashSet<(string Done, Seat State)>();
        var open = new Stack<(bool[] Done, Seat State)>([(new bool[calls.Length], Seat.Empty)]);
        var furthest = 0;
        while (open.TryPop(out var at))
        {
            var first = Array.IndexOf(at.Done, false);
            if (first < 0 || calls[first].ReturnedNanoseconds == Never)
            {
                // What is left was never answered, and may never have taken effect.
                return null;
            }

            furthest = Math.Max(furthest, first);

            // The one that returned first must take effect before any that was called later.
            for (var i = calls.Length - 1; i >= first; i--)
            {
                if (!at.Done[i] && calls[i].InvokedNanoseconds <= calls[first].ReturnedNanoseconds && calls[i].ApplyTo(at.State) is { } next
                    && !IsNeedless(calls, at, i, next))
                {
                    var done = (bool[])at.Done.Clone();
                    done[i] = true;
                    if (seen.Add((Key(done), next)))
                    {
                        open.Push((done, next));
                    }
                }
            }
        }

        return $"Not linearizable: no order of {calls.Length} operations on {calls[furthest].About} explains the {calls[furthest]}.";
    }

    /// <summary>Of operations that were never answered only one that changes something is tried, and of those that do the same the earliest.</summary>
    private static bool IsNeedless(ISeatOperation[] calls, (bool[] Done, Seat State) at, int i, Seat next) => calls[i].ReturnedNanoseconds == Never
        && (next == at.State
            || Enumerable.Range(0, i).Any(j => !at.Done[j] && calls[j].ReturnedNanoseconds == Never && calls[j].ApplyTo(at.State) == next));

    /// <summary>How many from the start are done, and which beyond.</summary>
    private static string Key(bool[] done)
    {
        var first = Array.IndexOf(done, false);
        var key = new StringBuilder().Append(first);
        for (var i = Math.Max(first, 0); i < done.Length; i++)
        {
            if (done[i])
            {
                key.Append(CultureInfo.InvariantCulture, $",{i}");
            }
        }

        return key.ToString();
    }
}
