namespace Failover.Hosting.Tests.Options;

/// <summary>Keys and values that the binder would drop or stumble over.</summary>
public sealed class ConfigurationReaderTests
{
    [Theory]
    [InlineData("LeaseDuraton", "00:00:02", "Failover:LeaseDuraton = '00:00:02': is not a setting; did you mean LeaseDuration?")]
    [InlineData("Quarantine:AfterResign", "00:00:02", "is not a setting; the settings here are AfterResignation, AfterServiceFailure.")]
    [InlineData("Elections:orders:Prority", "1", "Failover:Elections:orders:Prority = '1': is not a setting; did you mean Priority?")]
    [InlineData("LeaseDuration", "2", "'2': is not a time: a plain number would mean 2 days. Write hh:mm:ss.fff, for example 00:00:02.500.")]
    [InlineData("LeaseDuration", "2s", "'2s': is not a time. Write hh:mm:ss.fff, for example 00:00:02.500.")]
    [InlineData("ClockRateTolerance", "two", "Failover:ClockRateTolerance = 'two': is not a number.")]
    [InlineData("Elections:orders:Priority", "high", "Failover:Elections:orders:Priority = 'high': is not a number.")]
    [InlineData("TrustNetwork", "yes", "Failover:TrustNetwork = 'yes': must be true or false.")]
    [InlineData("CrashDetection", "Never", "'Never': must be one of ConnectionRefused, LeaseExpiryOnly.")]
    [InlineData("Members", "127.0.0.1:7001", "is a section with keys of its own, not a single value.")]
    [InlineData("Member:Name", "n1", "Failover:Member = (not set): is a single value, and has no keys of its own.")]
    public void Are_reported(string key, string value, string message) =>
        Assert.EndsWith(message, Assert.Single(OptionsTester.Refuse((key, value))), StringComparison.Ordinal);

    [Fact]
    public void What_can_be_read_is_bound_all_the_same() => Assert.Equal(
        [
            "Failover:RenewalInterval = '5': is not a time: a plain number would mean 5 days. Write hh:mm:ss.fff, for example 00:00:02.500.",
            "Failover:ConfirmTimeout = 0 ms: must be from 1 ms to 00:05:00.",
        ],
        OptionsTester.Refuse(("RenewalInterval", "5"), ("ConfirmTimeout", "00:00:00")));

    [Fact]
    public void Keys_are_not_case_sensitive() =>
        Assert.Equal("shop", OptionsTester.Accept(("clusterid", "shop"), ("elections:orders:PRIORITY", "3")).ClusterId);

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("same", "SAME", 0)]
    [InlineData("", "abc", 3)]
    public void Words_are_compared_by_edits(string a, string b, int distance) => Assert.Equal(distance, EditDistance.Between(a, b));
}
