using System.Diagnostics.CodeAnalysis;
using Failover.Audit;
using Failover.Hosting.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Failover.Hosting;

/// <summary>Writes down what the application asks for. Not safe for concurrent use, like the service collection itself.</summary>
internal sealed class FailoverBuilder(IServiceCollection services, FailoverRegistrations registrations) : IFailoverBuilder
{
    /// <inheritdoc />
    public IServiceCollection Services { get; } = services;

    /// <summary>What was asked for.</summary>
    public FailoverRegistrations Registrations { get; } = registrations;

    /// <inheritdoc />
    public IFailoverBuilder AddElection(string name, Action<ElectionOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Registrations.AddElection(name, configure);
        return this;
    }

    /// <inheritdoc />
    public IFailoverBuilder AddLeaderService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        string election)
        where TService : LeaderService
    {
        Add(Registrations.LeaderServices, new ElectionUse(nameof(AddLeaderService), typeof(TService), election));
        Services.TryAddScoped<TService>();
        return this;
    }

    /// <inheritdoc />
    public IFailoverBuilder AddLeadershipHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        string election)
        where THandler : class, ILeadershipHandler
    {
        Add(Registrations.Handlers, new ElectionUse(nameof(AddLeadershipHandler), typeof(THandler), election));
        Services.TryAddScoped<THandler>();
        return this;
    }

    /// <inheritdoc />
    public IFailoverBuilder UseHealthChecks(params string[] tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        Services.AddHealthChecks();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HealthReporter>());
        Registrations.AddHealthCheckTags(tags);
        return this;
    }

    /// <inheritdoc />
    public IFailoverBuilder AddPromotionPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(
        string name)
        where TPolicy : class, IPromotionPolicy
    {
        if (name is null || !Names.IsValid(name) || Registrations.PolicyNames.Contains(name))
        {
            throw new ArgumentException(
                $"'{name}' can not be the name of a policy: it is taken, or not 1 to {Names.MaxLength} letters, digits, '-', '_' or '.'. " +
                $"There are {string.Join(", ", Registrations.PolicyNames)}.",
                nameof(name));
        }

        Registrations.PolicyNames.Add(name);
        Services.AddKeyedSingleton<IPromotionPolicy, TPolicy>(name);
        return this;
    }

    /// <inheritdoc />
    public IFailoverBuilder AddAuditSink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSink>()
        where TSink : class, IAuditSink
    {
        Services.AddSingleton<IAuditSink, TSink>();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AuditPump>());
        return this;
    }

    /// <inheritdoc />
    public IFailoverBuilder AddAuditFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Services.AddSingleton<IAuditSink>(_ => new JsonLinesAuditSink(path));
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AuditPump>());
        return this;
    }

    private static void Add(List<ElectionUse> uses, ElectionUse use)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(use.Election, "election");
        if (uses.Contains(use))
        {
            throw new ArgumentException($"{use.Method}<{use.Type.Name}>(\"{use.Election}\") was called before.", nameof(use));
        }

        uses.Add(use);
    }
}
