using System.Diagnostics.CodeAnalysis;
using Failover.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Failover;

/// <summary>
/// Adds to what <c>AddFailover</c> began. The calls may come in any order; what does not fit together is reported when the host
/// starts.
/// </summary>
public interface IFailoverBuilder
{
    /// <summary>The service collection of the host.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// Registers an election, which is then available as a keyed <see cref="ILeaderElection"/>. Elections in the configuration need
    /// no such call.
    /// </summary>
    /// <param name="name">The election's name: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
    /// <param name="configure">Defaults, which the configuration's <c>Elections:{name}</c> overrides; or null.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    IFailoverBuilder AddElection(string name, Action<ElectionOptions>? configure = null);

    /// <summary>
    /// Runs a service on the leader of an election. It is created from a scope of its own for each leadership; a registration of
    /// <typeparamref name="TService"/> by the application is used if there is one.
    /// </summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="election">The name of an election, registered before or after.</param>
    /// <exception cref="ArgumentException">The name is empty, or the service is registered for that election already.</exception>
    IFailoverBuilder AddLeaderService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(string election)
        where TService : LeaderService;

    /// <summary>
    /// Tells a handler of an election's changes. It is created when the host starts, once per registration, from a scope of its own.
    /// </summary>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <param name="election">The name of an election, registered before or after.</param>
    /// <exception cref="ArgumentException">The name is empty, or the handler is registered for that election already.</exception>
    IFailoverBuilder AddLeadershipHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string election)
        where THandler : class, ILeadershipHandler;

    /// <summary>
    /// Registers rules of the application for promotions: an election whose <see cref="PromotionOptions.Policy"/> has that name asks them. Call
    /// it on every member.
    /// </summary>
    /// <typeparam name="TPolicy">The policy; a singleton.</typeparam>
    /// <param name="name">Its name: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
    /// <exception cref="ArgumentException">The name is no name, or is taken.</exception>
    IFailoverBuilder AddPromotionPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(string name)
        where TPolicy : class, IPromotionPolicy;

    /// <summary>Hands the audit trail to a sink of the application, which keeps all of it.</summary>
    /// <typeparam name="TSink">The sink; a singleton.</typeparam>
    IFailoverBuilder AddAuditSink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSink>()
        where TSink : class, IAuditSink;

    /// <summary>Appends the audit trail to a file of this member, one JSON object a line, flushed to disk.</summary>
    /// <param name="path">The file; its directory is created.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    IFailoverBuilder AddAuditFile(string path);

    /// <summary>
    /// Lets this member give up its leaderships, and be no candidate, while its health checks say Unhealthy for longer than
    /// <see cref="FailoverOptions.UnhealthyGracePeriod"/>. Degraded counts as healthy.
    /// </summary>
    /// <param name="tags">
    /// Only checks with one of these tags count; without tags, all do. Repeated calls add tags. Checks with the tag <c>failover</c>, which
    /// look at the member itself, never count.
    /// </param>
    IFailoverBuilder UseHealthChecks(params string[] tags);
}
