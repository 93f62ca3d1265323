using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.Hosting.Tests.Options;

/// <summary>From configuration to the driver's settings.</summary>
public sealed class BindingTests
{
    [Fact]
    public void The_defaults_are_valid_and_mean_a_cluster_of_one_on_loopback()
    {
        var settings = OptionsTester.Accept();

        Assert.Equal(("failover", "local"), (settings.ClusterId, settings.Self));
        var (name, address) = Assert.Single(settings.Members);
        Assert.Equal(("local", new IPEndPoint(IPAddress.Loopback, 0)), (name, (IPEndPoint)address));
        Assert.Equal(TimeSpan.FromSeconds(2), settings.LeaseDuration);
        Assert.Equal(TimeSpan.FromMilliseconds(200), settings.LeaseSafetyMargin);
        Assert.Equal(CrashDetection.ConnectionRefused, settings.CrashDetection);
        Assert.Empty(settings.Elections);
        Assert.Empty(settings.Advice);
    }

    [Fact]
    public void The_default_data_directory_belongs_to_application_cluster_and_member()
    {
        var root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

        var settings = ClusterSettingsFactory.Create(new FailoverOptions { ClusterId = "c1", Member = "n1" }, "My Shop/Orders");

        Assert.Equal(Path.Combine(root, "Failover", "My_Shop_Orders", "c1", "n1"), settings.DataDirectory);
        Assert.Equal(settings.DataDirectory, ClusterSettingsFactory.Create(new FailoverOptions { ClusterId = "c1", Member = "n1" }, "My Shop/Orders").DataDirectory);
    }

    [Fact]
    public void Everything_is_bound()
    {
        var settings = OptionsTester.Accept(
            ("ClusterId", "shop"),
            ("Member", "n2"),
            ("Members:n1", "127.0.0.1:7001"),
            ("Members:n2", "[::1]:7002"),
            ("Members:n3", "localhost:7003"),
            ("Labels:zone", "a"),
            ("AdvertisedAddress", "http://shop-2:8080"),
            ("ListenAddress", "127.0.0.1:7999"),
            ("Witness", "true"),
            ("DataDirectory", "/var/lib/shop"),
            ("LeaseDuration", "00:00:10"),
            ("RenewalInterval", "00:00:01"),
            ("ElectionTimeoutLower", "00:00:00.600"),
            ("ElectionTimeoutUpper", "00:00:01"),
            ("RequestTimeout", "00:00:00.200"),
            ("ConnectTimeout", "00:00:00.100"),
            ("ClockRateTolerance", "0.05"),
            ("LeaseSafetyMargin", "00:00:01"),
            ("CrashDetection", "LeaseExpiryOnly"),
            ("ConfirmTimeout", "00:00:03"),
            ("ShutdownHandOverTimeout", "00:00:04"),
            ("UnhealthyGracePeriod", "00:00:05"),
            ("HealthCheckInterval", "00:00:06"),
            ("Quarantine:AfterResignation", "00:00:07"),
            ("Quarantine:AfterServiceFailure", "00:00:08"),
            ("Elections:orders:Priority", "10"),
            ("Elections:orders:StopTimeout", "00:00:09"),
            ("Elections:orders:ServiceFailureAction", "Restart"),
            ("Elections:orders:StuckServiceAction", "TerminateProcess"));

        Assert.Equal(("shop", "n2", "http://shop-2:8080", true), (settings.ClusterId, settings.Self, settings.AdvertisedAddress, settings.IsWitness));
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:7999"), settings.ListenEndPoint);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 7001), settings.Members["n1"]);
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 7002), settings.Members["n2"]);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 7003), settings.Members["n3"]);
        Assert.Equal("a", settings.Labels["zone"]);
        Assert.Equal(Path.GetFullPath("/var/lib/shop"), settings.DataDirectory);
        Assert.Equal(0.05, settings.ClockRateTolerance);
        Assert.Equal(CrashDetection.LeaseExpiryOnly, settings.CrashDetection);
        Assert.Equal(
            new[] { 10, 1, 0.6, 1, 0.2, 0.1, 1, 3, 4, 5, 6, 7, 8 }.Select(TimeSpan.FromSeconds),
            [
                settings.LeaseDuration, settings.RenewalInterval, settings.LowerElectionTimeout, settings.UpperElectionTimeout,
                settings.RequestTimeout, settings.ConnectTimeout, settings.LeaseSafetyMargin, settings.ConfirmTimeout,
                settings.ShutdownHandOverTimeout, settings.UnhealthyGracePeriod, settings.HealthCheckInterval,
                settings.QuarantineAfterResignation, settings.QuarantineAfterServiceFailure,
            ]);
        var orders = settings.Elections["orders"];
        Assert.Equal((10, TimeSpan.FromSeconds(9)), (orders.Priority, orders.StopTimeout));
        Assert.Equal(ServiceFailureAction.Restart, orders.ServiceFailureAction);
        Assert.Equal(StuckServiceAction.TerminateProcess, orders.StuckServiceAction);
    }

    [Fact]
    public void Members_may_be_a_list()
    {
        var settings = OptionsTester.Accept(
            ("Member", "b"), ("Members:0", "a=127.0.0.1:7001"), ("Members:1", "b=127.0.0.1:7002"), ("Members:2", "c = 127.0.0.1:7003"));

        Assert.Equal(["a", "b", "c"], settings.Members.Keys.Order());
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 7003), settings.Members["c"]);
    }

    [Fact]
    public void Host_names_stay_names()
    {
        var settings = OptionsTester.Accept(
            ("Member", "n1"), ("Members:n1", "node1.example.org:7000"), ("Members:n2", "10.0.0.2:7000"), ("TrustNetwork", "true"));

        Assert.Equal(new DnsEndPoint("node1.example.org", 7000), settings.Members["n1"]);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 7000), settings.Members["n2"]);
    }

    [Fact]
    public void An_even_number_of_members_is_accepted_with_a_remark()
    {
        var settings = OptionsTester.Accept(("Member", "n1"), ("Members:n1", "127.0.0.1:1"), ("Members:n2", "127.0.0.1:2"));

        Assert.Equal(
            "A cluster of 2 members survives the loss of 0, no more than one of 1 members does. " +
            "Add a member (a witness, for example) or remove one.",
            Assert.Single(settings.Advice));
    }

    [Fact]
    public async Task An_election_in_the_configuration_needs_nothing_else()
    {
        const string json = """{ "Failover": { "Elections": { "orders": {}, "billing": { "Priority": 1 }, "stock": {} } } }""";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var services = new ServiceCollection();
        services.AddFailover(new ConfigurationBuilder().AddJsonStream(stream).Build());
        await using var provider = services.BuildServiceProvider();

        var elections = provider.GetRequiredService<ClusterSettings>().Elections;

        Assert.Equal(["billing", "orders", "stock"], elections.Keys.Order());
    }
}
