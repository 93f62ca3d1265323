namespace Failover.Hosting;

/// <summary>
/// Where the application side finds the driver, which exists only once the host has started. Safe to use from any thread.
/// </summary>
internal sealed class DriverSlot
{
    private IMemberDriver? _driver;

    /// <summary>The driver, or null before the start.</summary>
    public IMemberDriver? DriverOrNull => Volatile.Read(ref _driver);

    /// <summary>The driver.</summary>
    /// <exception cref="FailoverException">The host has not started Failover yet.</exception>
    public IMemberDriver Driver => DriverOrNull ?? throw new FailoverException(
        "Failover has not started yet. Ask after the host has started, for example from a hosted service registered after AddFailover.");

    /// <summary>Makes the driver known.</summary>
    public void Attach(IMemberDriver driver) => Volatile.Write(ref _driver, driver);
}
