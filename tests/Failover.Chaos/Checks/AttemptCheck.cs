namespace Failover.Chaos.Checks;

/// <summary>
/// Checks what the database accepted, by nothing but its own order of commits: terms never fall, a task gets one result, and the
/// right one. Says the same as the members' records, and trusts no member and no clock.
/// </summary>
internal static class AttemptCheck
{
    public static IEnumerable<string> Violations(IReadOnlyList<Attempt> attempts)
    {
        var highest = 0L;
        var recorded = new HashSet<long>();
        foreach (var attempt in attempts)
        {
            if (attempt.Term < highest)
            {
                yield return $"Stale write accepted: the result of task {attempt.TaskId} in term {attempt.Term}, after one of term {highest}.";
            }

            if (attempt.Recorded && !recorded.Add(attempt.TaskId))
            {
                yield return $"Recorded twice: the result of task {attempt.TaskId}.";
            }

            if (attempt.Recorded && attempt.Result != attempt.Expected)
            {
                yield return $"Wrong result: task {attempt.TaskId} has '{attempt.Result}', not '{attempt.Expected}'.";
            }

            highest = Math.Max(highest, attempt.Term);
        }
    }
}
