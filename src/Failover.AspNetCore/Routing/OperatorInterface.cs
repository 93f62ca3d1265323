using Failover.AspNetCore.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Failover.AspNetCore.Routing;

/// <summary>What the routes work with. One for each call of <c>MapFailover</c>.</summary>
internal sealed class OperatorInterface
{
    private readonly IServiceProvider _services;

    /// <summary>Creates it from the application's services.</summary>
    public OperatorInterface(IServiceProvider services)
    {
        _services = services;
        Options = services.GetRequiredService<IOptions<FailoverHttpOptions>>().Value;
        FailoverHttpOptionsRules.Check(Options);
        Gate = new Gate(Options);
        Clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        Logger = services.GetService<ILoggerFactory>()?.CreateLogger("Failover.AspNetCore") ?? NullLogger.Instance;
    }

    /// <summary>The settings.</summary>
    public FailoverHttpOptions Options { get; }

    /// <summary>Who is admitted.</summary>
    public Gate Gate { get; }

    /// <summary>The application's clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Cancelled when the host stops.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>The log.</summary>
    public ILogger Logger { get; }

    /// <summary>The cluster, for operators.</summary>
    public IFailoverOperations Operations => _services.GetRequiredService<IFailoverOperations>();

    /// <summary>The elections of this host.</summary>
    public ILeaderElectionFactory Elections => _services.GetRequiredService<ILeaderElectionFactory>();
}
