namespace Comparison.Reporting;

/// <summary>A part of a picture; heights grow downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public bool Overlaps(Box other) => Left <= other.Right && other.Left <= Right && Top <= other.Bottom && other.Top <= Bottom;

    public bool Contains(Box other) => Left <= other.Left && other.Right <= Right && Top <= other.Top && other.Bottom <= Bottom;

    /// <summary>Whether a straight line passes through.</summary>
    public bool IsCrossedBy((double X, double Y) from, (double X, double Y) to)
    {
        if (from.X > to.X)
        {
            (from, to) = (to, from);
        }

        if (to.X < Left || from.X > Right)
        {
            return false;
        }

        // The part of the line between the left and the right edge.
        var slope = to.X > from.X ? (to.Y - from.Y) / (to.X - from.X) : 0;
        var enters = from.X < Left ? from.Y + (slope * (Left - from.X)) : from.Y;
        var leaves = to.X > Right ? to.Y + (slope * (Right - to.X)) : to.Y;
        return Math.Min(enters, leaves) <= Bottom && Math.Max(enters, leaves) >= Top;
    }
}
