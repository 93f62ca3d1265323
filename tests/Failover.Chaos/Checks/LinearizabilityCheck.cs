using System.Globalization;
using System.Text;

namespace Failover.Chaos.Checks;

/// <summary>
/// Looks for one order of operations that fits their answers and the times of their calls: the search of Wing and Gong, with the
/// memory of Lowe (which sets of operations, in which state, have led nowhere).
/// </summary>
/// <remarks>
/// Operations without an answer are left out by the caller: a confirmation without one says nothing, and whether a hand-over took
/// place is known from the promotions that members have seen. A command of an operator that was not answered in time is repeated under
/// its key until it is, and is an operation from the first call to the last answer; one that never was goes on to the end of time.
/// </remarks>
internal static class LinearizabilityCheck
{
    /// <summary>The operation at which every order fails, in words, or null when there is an order.</summary>
    public static string? Violation(IEnumerable<ISeatOperation> operations)
    {
        ISeatOperation[] calls = [.. operations.OrderBy(operation => operation.ReturnedNanoseconds)];
        var seen = new HashSet<(string Done, Seat State)>();
        var open = new Stack<(bool[] Done, Seat State)>([(new bool[calls.Length], Seat.Empty)]);
        var furthest = 0;
        while (open.TryPop(out var at))
        {
            var first = Array.IndexOf(at.Done, false);
            if (first < 0)
            {
                return null;
            }

            furthest = Math.Max(furthest, first);

            // The one that returned first must take effect before any that was called later.
            for (var i = calls.Length - 1; i >= first; i--)
            {
                if (!at.Done[i] && calls[i].InvokedNanoseconds <= calls[first].ReturnedNanoseconds && calls[i].ApplyTo(at.State) is { } next)
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

        return $"Not linearizable: no order of {calls.Length} operations explains the {calls[furthest]}.";
    }

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
