namespace Comparison.Modes;

/// <summary>Who decides on a promotion: one column of the comparison.</summary>
/// <param name="Key">Its short name.</param>
/// <param name="Title">For people.</param>
/// <param name="Says">What it does, in one sentence.</param>
/// <param name="Settings">The members' settings.</param>
internal sealed record PromotionMode(string Key, string Title, string Says, params string[] Settings)
{
    private const string Prefix = $"--Failover:Elections:{TaskDispatch.TaskDispatchOptions.Election}:Promotion";

    /// <summary>How many promotions the third mode allows by itself.</summary>
    public const int MostPromotions = 2;

    public static PromotionMode Automatic { get; } = new(
        "automatic", "Automatic", "The best candidate is promoted at once.", $"{Prefix}:Policy=automatic");

    public static PromotionMode Approval { get; } = new(
        "approval", "Operator-approved", "The cluster waits until a person approves.", $"{Prefix}:Policy=operator-approved");

    public static PromotionMode Limits { get; } = new(
        "limits",
        "Automatic within limits",
        $"Automatic, but at most {MostPromotions} promotions in 5 minutes; then a person is asked.",
        $"{Prefix}:Policy=automatic-within-limits",
        $"{Prefix}:MostPromotions={MostPromotions}",
        $"{Prefix}:Window=00:05:00");

    public static IReadOnlyList<PromotionMode> All { get; } = [Automatic, Approval, Limits];
}
