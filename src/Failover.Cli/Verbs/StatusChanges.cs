namespace Failover.Cli.Verbs;

/// <summary>Shows the first state as a whole, and then who leads, who coordinates and what waits, whenever that changes.</summary>
internal sealed class StatusChanges(Call call, string? election)
{
    private ClusterStatus? _shown;

    public void Show(ClusterStatus status)
    {
        if (_shown is null)
        {
            ShowFirst(status);
        }
        else
        {
            ShowChanges(_shown, status);
        }

        _shown = status;
    }

    private void ShowFirst(ClusterStatus status)
    {
        if (election is null)
        {
            StatusView.Print(call.Printer, status, call.Clock);
        }
        else if (status.Elections.FirstOrDefault(other => other.Name == election) is { } one)
        {
            StatusView.Warn(call.Printer, status);
            ElectionView.Print(call.Printer, one, call.Clock);
        }
        else
        {
            call.Printer.Line($"There is no election {election} yet.");
        }

        call.Printer.Line();
    }

    private void ShowChanges(ClusterStatus before, ClusterStatus after)
    {
        if (before.HasSession && !after.HasSession)
        {
            StatusView.Warn(call.Printer, after);
        }

        if (before.Coordinator != after.Coordinator)
        {
            call.Printer.Line(Now(), after.Coordinator is { } coordinator ? $"{coordinator} coordinates" : Piece.Warning("no coordinator is known"));
        }

        var known = before.Elections.ToDictionary(one => one.Name, StringComparer.Ordinal);
        foreach (var now in after.Elections.Where(one => election is null || one.Name == election))
        {
            var old = known.GetValueOrDefault(now.Name);
            if (old is null || old.Term != now.Term || old.Leader?.Member != now.Leader?.Member || old.Leader?.Incarnation != now.Leader?.Incarnation)
            {
                call.Printer.Line(Now(), Piece.Strong(now.Name), ": ", ElectionView.Headline(now));
            }

            if (now.Request is { } request && (old?.Request?.Number, old?.Request?.Revision) != (request.Number, request.Revision))
            {
                RequestView.Hint(call.Printer, request);
            }
        }
    }

    private Piece Now() => Piece.Quiet($"{Words.Time(call.Clock.GetUtcNow())} ");
}
