namespace Failover.Hosting.Tests.Options;

/// <summary>Every rule of the options, with the words that a user reads.</summary>
public sealed class ValidationTests
{
    private const string NameRule = "must be 1 to 100 letters (a-z, A-Z), digits, '-', '_' or '.'.";
    private const string AddressRule = "must be host:port, for example '10.0.0.1:7000' or 'node1.example.org:7000'.";

    [Theory]
    [InlineData("ClusterId", "a b", $"a cluster's id {NameRule}")]
    [InlineData("ClusterId", "..", $"a cluster's id {NameRule}")]
    [InlineData("Member", "n/1", $"a member's name {NameRule}")]
    [InlineData("LeaseDuration", "00:10:00", "must be from 200 ms to 00:05:00.")]
    [InlineData("ClockRateTolerance", "0.6", "must be from 0 to 0.5.")]
    [InlineData("ClockRateTolerance", "-0.1", "must be from 0 to 0.5.")]
    [InlineData("ConfirmTimeout", "00:00:00", "must be from 1 ms to 00:05:00.")]
    [InlineData("ShutdownHandOverTimeout", "-00:00:01", "must be from 0 ms to 01:00:00.")]
    [InlineData("UnhealthyGracePeriod", "02:00:00", "must be from 0 ms to 01:00:00.")]
    [InlineData("HealthCheckInterval", "00:00:00.001", "must be from 10 ms to 01:00:00.")]
    [InlineData("Quarantine:AfterResignation", "2.00:00:00", "must be from 0 ms to 1.00:00:00.")]
    [InlineData("Quarantine:AfterServiceFailure", "-00:00:01", "must be from 0 ms to 1.00:00:00.")]
    [InlineData("DataDirectory", " ", "must be a path, or left out for the default.")]
    [InlineData("ListenAddress", "127.0.0.1", AddressRule)]
    [InlineData("Labels:my zone", "a", $"a label's name {NameRule}")]
    [InlineData("Elections:my orders:Priority", "1", $"an election's name {NameRule}")]
    [InlineData("Elections:orders:Priority", "1001", "must be from -1000 to 1000.")]
    [InlineData("Elections:orders:StopTimeout", "02:00:00", "must be from 0 ms to 01:00:00.")]
    [InlineData("Elections:orders:MaxRestartDelay", "02:00:00", "must be from 1 ms to 01:00:00.")]
    [InlineData("OperationTimeout", "00:06:00", "must be from 100 ms to 00:05:00.")]
    [InlineData("PolicyTimeout", "00:00:00", "must be from 1 ms to 00:05:00.")]
    [InlineData("Elections:orders:Promotion:Policy", "manual", "is no policy; there are automatic, operator-approved, automatic-within-limits. Add one of your own with AddPromotionPolicy.")]
    [InlineData("Elections:orders:Promotion:Approvals", "6", "must be from 1 to 5.")]
    [InlineData("Elections:orders:Promotion:RequestTimeout", "00:00:00.500", "must be from 1 s to 7.00:00:00.")]
    [InlineData("Elections:orders:Promotion:OnRequestTimeout", "Panic", "must be one of Escalate, Withdraw, Promote.")]
    [InlineData("Elections:orders:Promotion:MostPromotions", "31", "must be from 1 to 30.")]
    [InlineData("Elections:orders:Promotion:Window", "00:00:00", "must be from 1 s to 7.00:00:00.")]
    [InlineData("Elections:orders:Promotion:WithinLabel", "my zone", $"a label's name {NameRule}")]
    [InlineData("Elections:orders:RestartDelay", "00:00:31", "must be at most MaxRestartDelay (30 s).")]
    public void A_value_alone(string key, string value, string rule)
    {
        var message = Assert.Single(OptionsTester.Refuse((key, value)));

        // Names are their own value; spans are shown with a unit.
        Assert.StartsWith($"Failover:{(key.Contains("my ", StringComparison.Ordinal) && !key.EndsWith("Label", StringComparison.Ordinal) ? key.Replace(":Priority", string.Empty, StringComparison.Ordinal) : key)} = ", message, StringComparison.Ordinal);
        Assert.EndsWith($": {rule}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1", AddressRule)]
    [InlineData(":7000", AddressRule)]
    [InlineData("", AddressRule)]
    [InlineData("10.0.0.1:0", "the port '0' must be a number from 1 to 65535.")]
    [InlineData("10.0.0.1:99999", "the port '99999' must be a number from 1 to 65535.")]
    [InlineData("10.0.0.1:http", "the port 'http' must be a number from 1 to 65535.")]
    [InlineData("::1:7000", "an IPv6 address is written in brackets: '[::1]:7000'.")]
    [InlineData("0.0.0.0:7000", "'0.0.0.0' means every address of a machine; write the one that the other members dial.")]
    [InlineData("a b:7000", "'a b' is neither a host name nor an IP address.")]
    [InlineData("http://a:7000", "'http://a' is neither a host name nor an IP address.")]
    public void An_address(string address, string rule) => Assert.Equal(
        [$"Failover:Members:n2 = '{address}': {rule}"],
        OptionsTester.Refuse(("Member", "n1"), ("Members:n1", "127.0.0.1:7001"), ("Members:n2", address)));

    [Fact]
    public void Limits_without_a_limit() => Assert.Equal(
        ["Failover:Elections:orders:Promotion:MostPromotions = (not set): the policy automatic-within-limits needs a limit: MostPromotions, WithinLabel, or both."],
        OptionsTester.Refuse(("Elections:orders:Promotion:Policy", "automatic-within-limits")));

    [Fact]
    public void Two_members_with_one_address() => Assert.Equal(
        ["Failover:Members:n2 = 'localhost:7001': the same address as Failover:Members:n1; every member has its own."],
        OptionsTester.Refuse(("Member", "n1"), ("Members:n1", "127.0.0.1:7001"), ("Members:n2", "localhost:7001")));

    [Fact]
    public void Two_members_with_one_name() => Assert.Equal(
        ["Failover:Members:1 = 'N1': the same name as in Failover:Members:0; names differ by more than case."],
        OptionsTester.Refuse(("Member", "n1"), ("Members:0", "n1=127.0.0.1:7001"), ("Members:1", "N1=127.0.0.1:7002")));

    [Fact]
    public void A_member_list_without_this_member() => Assert.Equal(
        ["Failover:Member = 'n9': is not in Failover:Members: n1, n2. Add it there with its address, or correct the name."],
        OptionsTester.Refuse(("Member", "n9"), ("Members:n1", "127.0.0.1:7001"), ("Members:n2", "127.0.0.1:7002")));

    [Fact]
    public void A_member_list_and_nobody_said_which_one_this_is() => Assert.Equal(
        ["Failover:Member = (not set): must say which member this process is: one of n1, n2."],
        OptionsTester.Refuse(("Members:n1", "127.0.0.1:7001"), ("Members:n2", "127.0.0.1:7002")));

    [Fact]
    public void Too_many_members() => Assert.Equal(
        ["Failover:Members = 16: a cluster has at most 15 members; 3 or 5 are usual."],
        OptionsTester.Refuse(
            [("Member", "n1"), .. Enumerable.Range(1, 16).Select(i => ($"Members:n{i}", (string?)$"127.0.0.1:{7000 + i}"))]));

    [Fact]
    public void Addresses_that_others_can_reach_need_trust() => Assert.Equal(
        [
            "Failover:TrustNetwork = False: other machines can reach Failover:Members:n1 ('10.0.0.1:7000'), Failover:Members:n2 ('db:7000'), " +
            "and connections between members are neither encrypted nor authenticated. " +
            "Use loopback addresses, or set it to true if nobody but the members can reach these ports.",
        ],
        OptionsTester.Refuse(
            ("Member", "n1"), ("Members:n1", "10.0.0.1:7000"), ("Members:n2", "db:7000"), ("Members:n3", "127.0.0.1:7000")));

    [Fact]
    public void Election_timeouts_in_the_wrong_order() => Assert.Equal(
        [
            "Failover:ElectionTimeoutLower = 300 ms: must be less than Failover:ElectionTimeoutUpper (300 ms); " +
            "members that try at the same moment split the votes.",
        ],
        OptionsTester.Refuse(("ElectionTimeoutLower", "00:00:00.300")));

    [Theory]
    [InlineData("RequestTimeout")]
    [InlineData("ConnectTimeout")]
    public void A_vote_waits_for_every_answer(string key) => Assert.Equal(
        [
            $"Failover:{key} = 100 ms: must be at most a third of Failover:ElectionTimeoutLower (150 ms / 3 = 50 ms), " +
            "because a vote waits for every answer. Lower it to 50 ms, or raise ElectionTimeoutLower to 300 ms.",
        ],
        OptionsTester.Refuse((key, "00:00:00.100")));

    [Fact]
    public void Renewals_too_rare_for_the_lease() => Assert.Equal(
        [
            "Failover:RenewalInterval = 800 ms: must be at most a quarter of Failover:LeaseDuration (3 s / 4 = 750 ms), " +
            "so that a few lost renewals cost nothing. Lower it to 750 ms, or raise LeaseDuration to 3.2 s.",
        ],
        OptionsTester.Refuse(("LeaseDuration", "00:00:03"), ("RenewalInterval", "00:00:00.800")));

    [Fact]
    public void A_lease_shorter_than_the_coordinators_failover() => Assert.Equal(
        [
            "Failover:LeaseDuration = 1.5 s: must be at least 4 x ElectionTimeoutUpper + 2 x RenewalInterval + LeaseSafetyMargin " +
            "(4 x 300 ms + 2 x 250 ms + 200 ms = 1.9 s), or leaders are lost whenever the coordinator fails. " +
            "Raise it to 1.9 s, or lower ElectionTimeoutUpper.",
        ],
        OptionsTester.Refuse(("LeaseDuration", "00:00:01.500")));

    [Fact]
    public void A_margin_that_eats_the_lease() => Assert.Equal(
        [
            "Failover:LeaseSafetyMargin = 5 s: must be less than half of Failover:LeaseDuration (10 s / 2 = 5 s).",
        ],
        OptionsTester.Refuse(("LeaseDuration", "00:00:10"), ("LeaseSafetyMargin", "00:00:05")));

    [Fact]
    public void Absurd_times_are_reported_and_not_calculated_with() => Assert.Equal(
        [
            "Failover:RenewalInterval = 10675199.02:48:05.4775807: must be from 10 ms to 00:05:00.",
            "Failover:ElectionTimeoutUpper = 10675199.02:48:05.4775807: must be from 30 ms to 00:01:00.",
        ],
        OptionsTester.Refuse(options => options.RenewalInterval = options.ElectionTimeoutUpper = TimeSpan.MaxValue));

    [Fact]
    public void Settings_made_in_code() => Assert.Equal(
        [
            "Failover:CrashDetection = 9: must be one of ConnectionRefused, LeaseExpiryOnly.",
            "Failover:AdvertisedAddress = '" + new string('x', 501) + "': must be at most 500 characters long.",
            "Failover:Labels = 33: a member has at most 32 labels.",
            "Failover:Labels:l0 = '" + new string('y', 201) + "': must be a text of at most 200 characters.",
            "Failover:Elections:a:ServiceFailureAction = 7: must be one of ResignAndQuarantine, Restart, StopHost.",
            "Failover:Elections:a:StuckServiceAction = 7: must be one of Report, TerminateProcess.",
            "Failover:Elections = 'a, A': names of elections differ by more than case.",
        ],
        OptionsTester.Refuse(options =>
        {
            options.CrashDetection = (CrashDetection)9;
            options.AdvertisedAddress = new string('x', 501);
            for (var i = 0; i < 33; i++)
            {
                options.Labels[$"l{i}"] = new string('y', i == 0 ? 201 : 1);
            }

            var election = new ElectionOptions { ServiceFailureAction = (ServiceFailureAction)7, StuckServiceAction = (StuckServiceAction)7 };
            options.Elections["a"] = election;
            options.Elections["A"] = new ElectionOptions();
        }).OrderBy(Rank));

    [Fact]
    public void All_errors_are_reported_at_once() => Assert.Equal(
        [
            "Failover:LeaseDuraton = '00:00:03': is not a setting; did you mean LeaseDuration?",
            "Failover:Witness = 'maybe': must be true or false.",
            "Failover:ClusterId = 'my cluster': a cluster's id must be 1 to 100 letters (a-z, A-Z), digits, '-', '_' or '.'.",
            "Failover:Members:n2 = '127.0.0.1': must be host:port, for example '10.0.0.1:7000' or 'node1.example.org:7000'.",
            "Failover:Member = 'n9': is not in Failover:Members: n1, n2. Add it there with its address, or correct the name.",
            "Failover:RequestTimeout = 60 ms: must be at most a third of Failover:ElectionTimeoutLower (150 ms / 3 = 50 ms), " +
            "because a vote waits for every answer. Lower it to 50 ms, or raise ElectionTimeoutLower to 180 ms.",
        ],
        OptionsTester.Refuse(
            ("LeaseDuraton", "00:00:03"),
            ("Witness", "maybe"),
            ("ClusterId", "my cluster"),
            ("Members:n1", "127.0.0.1:7001"),
            ("Members:n2", "127.0.0.1"),
            ("Member", "n9"),
            ("RequestTimeout", "00:00:00.060")));

    private static int Rank(string message) =>
        message.Contains("CrashDetection", StringComparison.Ordinal) ? 0 : message.Contains("AdvertisedAddress", StringComparison.Ordinal) ? 1 : 2;
}
