namespace Failover.Cli.Output;

/// <summary>A table for people.</summary>
internal sealed class Grid(params string[] columns)
{
    private readonly List<Piece[]> _rows = [];

    public IReadOnlyList<string> Columns { get; } = columns;

    public IReadOnlyList<Piece[]> Rows => _rows;

    public void Add(params Piece[] row)
    {
        if (row.Length != Columns.Count)
        {
            throw new ArgumentException($"A row of {row.Length} does not fit {Columns.Count} columns.", nameof(row));
        }

        _rows.Add(row);
    }
}
