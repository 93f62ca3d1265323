using TaskDispatch.Records;

namespace Comparison.Measuring;

/// <summary>
/// Who led when, from the members' records and from what was done to their processes. A process that is stopped or gone leads
/// nothing, whatever the log says. Safe to use from any thread.
/// </summary>
internal sealed class LeadershipLedger
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Reign> _reigns = [];
    private readonly Dictionary<ProcessLife, long> _gone = [];
    private readonly Dictionary<ProcessLife, (long From, long? To)> _stopped = [];
    private readonly HashSet<ProcessLife> _asked = [];
    private readonly List<(ProcessLife Life, long At, long Term)> _sightings = [];

    /// <summary>Takes the lines in, in any order.</summary>
    public void Add(IEnumerable<RecordLine> lines)
    {
        lock (_lock)
        {
            foreach (var line in lines)
            {
                Add(line);
            }
        }
    }

    /// <summary>The process has ended.</summary>
    public void Gone(ProcessLife life, long at)
    {
        lock (_lock)
        {
            _gone.TryAdd(life, at);
        }
    }

    /// <summary>The process was asked to stop.</summary>
    public void AskedToStop(ProcessLife life)
    {
        lock (_lock)
        {
            _asked.Add(life);
        }
    }

    /// <summary>The process was frozen.</summary>
    public void Frozen(ProcessLife life, long at)
    {
        lock (_lock)
        {
            _stopped[life] = (at, null);
            foreach (var reign in _reigns.Values.Where(reign => reign.Life == life && reign.Ended is null))
            {
                reign.Freezes.Add((at, null));
            }
        }
    }

    /// <summary>The process goes on.</summary>
    public void Thawed(ProcessLife life, long at)
    {
        lock (_lock)
        {
            _stopped[life] = (_stopped[life].From, at);
        }
    }

    /// <summary>The spans in which somebody led, in order; the last is open while it goes on.</summary>
    public IReadOnlyList<LedSpan> Spans()
    {
        lock (_lock)
        {
            List<LedSpan> spans = [];
            var reigns = _reigns.Values.ToArray();
            for (var i = 0; i < reigns.Length; i++)
            {
                AddSpans(reigns[i], i + 1 < reigns.Length ? reigns[i + 1].Began : null, spans);
            }

            return spans;
        }
    }

    /// <summary>The vacancies since the first leader, in order, without those that were over at some time; the last may still last.</summary>
    public IReadOnlyList<Vacancy> Vacancies(long from, long now)
    {
        var spans = Spans();
        lock (_lock)
        {
            List<Vacancy> vacancies = [];
            for (var i = 0; i < spans.Count; i++)
            {
                if (spans[i].Ended is { } ended)
                {
                    vacancies.Add(ToVacancy(spans[i], ended, i + 1 < spans.Count ? spans[i + 1] : null, now));
                }
            }

            return [.. vacancies.Where(vacancy => vacancy.Until > from)];
        }
    }

    private Vacancy ToVacancy(LedSpan before, long ended, LedSpan? after, long now) => new()
    {
        Before = before,
        After = after,
        Began = ended,
        Until = after?.Began ?? now,
        WasPlanned = _asked.Contains(before.Life),
        OldLeaderBack = after is null ? null : Back(before.Life, after),
    };

    /// <summary>When a process that did not lead any more learnt who does: it was alive, and in the cluster again.</summary>
    private long? Back(ProcessLife life, LedSpan after)
    {
        var seen = _sightings.Where(sighting => sighting.Life == life && sighting.Term >= after.Term).Select(sighting => (long?)sighting.At).Min();
        return seen is { } at && _gone.GetValueOrDefault(life, long.MaxValue) > at ? at : null;
    }

    private void Add(RecordLine line)
    {
        var life = ProcessLife.Of(line);
        switch (line.Kind)
        {
            case RecordKind.LeadershipBegan:
                _reigns[line.Term!.Value] = new Reign(line.Term.Value, life, line.AtNanoseconds);
                break;
            case RecordKind.LeadershipEnded when _reigns.TryGetValue(line.Term!.Value, out var reign):
                reign.Ended ??= line.AtNanoseconds;
                break;
            case RecordKind.Act when _reigns.TryGetValue(line.Term!.Value, out var reign):
                EndFreeze(reign, line.AtNanoseconds);
                break;
            case RecordKind.LeaderSeen when line.Leader is not null:
                _sightings.Add((life, line.AtNanoseconds, line.Term!.Value));
                break;
        }
    }

    /// <summary>A leader that acts again after it was frozen still leads; until it acts, nobody knows.</summary>
    private void EndFreeze(Reign reign, long at)
    {
        if (reign.Freezes is [.., (var from, null)] && _stopped.GetValueOrDefault(reign.Life).To is { } thawed && at >= thawed)
        {
            reign.Freezes[^1] = (from, at);
        }
    }

    private void AddSpans(Reign reign, long? next, List<LedSpan> spans)
    {
        long? end = null;
        foreach (var limit in new[] { reign.Ended, next, _gone.TryGetValue(reign.Life, out var gone) ? gone : null })
        {
            end = end is null || limit < end ? limit ?? end : end;
        }

        var began = reign.Began;
        foreach (var (from, to) in reign.Freezes.Where(freeze => end is null || freeze.From < end))
        {
            spans.Add(new LedSpan(reign.Term, reign.Life, began, from));
            if (to is null || to >= end)
            {
                return;
            }

            began = to.Value;
        }

        spans.Add(new LedSpan(reign.Term, reign.Life, began, end));
    }

    private sealed class Reign(long term, ProcessLife life, long began)
    {
        public long Term { get; } = term;

        public ProcessLife Life { get; } = life;

        public long Began { get; } = began;

        public long? Ended { get; set; }

        public List<(long From, long? To)> Freezes { get; } = [];
    }
}
