namespace TaskDispatch.Cluster;

/// <summary>How a link carries what it carries.</summary>
/// <param name="Delay">How long each piece takes.</param>
/// <param name="Loss">Which fraction of the pieces is lost, and sent again later; below 1.</param>
public sealed record LinkShape(TimeSpan Delay, double Loss)
{
    /// <summary>A link without fault.</summary>
    public static LinkShape Sound { get; } = new(TimeSpan.Zero, 0);
}
