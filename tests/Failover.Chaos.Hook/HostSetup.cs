using System.Diagnostics;
using Failover.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failover.Chaos.Hook;

/// <summary>
/// Adds to the member's host what tests need there: operators with names, and a witness of its leaderships. By the events that
/// <c>Microsoft.Extensions.Hosting</c> sends for tools that start a program they know nothing of.
/// </summary>
internal sealed class HostSetup(MemberControl control) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Source = "Microsoft.Extensions.Hosting";
    private const string Election = "dispatcher";

    public static void Begin(MemberControl control) => DiagnosticListener.AllListeners.Subscribe(new HostSetup(control));

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == Source)
        {
            value.Subscribe(this);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        switch (value.Value)
        {
            case IHostBuilder builder:
                builder.ConfigureServices(AddOperators);
                break;
            case IHost host:
                TokenWitness.Start(host.Services.GetRequiredKeyedService<ILeaderElection>(Election), control);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static void AddOperators(IServiceCollection services)
    {
        services.AddAuthentication(OperatorAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, OperatorAuthentication>(OperatorAuthentication.Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(FailoverPolicies.Operate, policy => policy.AddAuthenticationSchemes(OperatorAuthentication.Scheme).RequireAuthenticatedUser());
    }
}
