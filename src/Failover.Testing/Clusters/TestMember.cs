using Failover.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failover.Testing;

/// <summary>One life of a member of a <see cref="TestCluster"/>: a whole host, in this process.</summary>
public sealed class TestMember
{
    internal TestMember(string name, IHost host)
    {
        Name = name;
        Host = host;
    }

    /// <summary>The member's name.</summary>
    public string Name { get; }

    /// <summary>The member's host, with its services.</summary>
    public IHost Host { get; }

    /// <summary>Whether the member was crashed or stopped.</summary>
    public bool IsGone { get; private set; }

    /// <summary>The member that coordinates, as far as this one knows.</summary>
    public string? Coordinator => Host.Services.GetRequiredService<IFailoverCluster>().Coordinator;

    /// <summary>An election, seen from this member.</summary>
    /// <param name="name">The name of the election.</param>
    public ILeaderElection Election(string name) => Host.Services.GetRequiredService<ILeaderElectionFactory>().Get(name);

    /// <summary>A member that could not start is gone.</summary>
    internal async Task StartAsync()
    {
        try
        {
            await Host.StartAsync();
        }
        catch
        {
            IsGone = true;
            Host.Dispose();
            throw;
        }
    }

    internal async Task StopAsync()
    {
        IsGone = true;
        await Host.StopAsync();
        Host.Dispose();
    }

    /// <summary>What a killed process does not do: nothing is released, and nobody is told.</summary>
    internal async Task AbortAsync(Action whenNothingActs)
    {
        IsGone = true;
        await Host.Services.GetRequiredService<FailoverHostedService>().AbortAsync(whenNothingActs);
        Host.Dispose();
    }
}
