using Failover.AspNetCore.Answers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Failover.AspNetCore.Access;

/// <summary>
/// Admits by the application's policies. It asks them itself, before anything of the request is read, so that a forgotten or misplaced
/// middleware opens nothing.
/// </summary>
internal sealed class Gate(FailoverHttpOptions options)
{
    private const string Guide = "see docs/guides/operators-http.md";

    /// <summary>Admits a request, or answers it.</summary>
    /// <returns>Who sent it; null if it has been answered.</returns>
    /// <exception cref="Refusal">It is not admitted, and authentication would not help.</exception>
    public async Task<Caller?> AdmitAsync(HttpContext context, Audience audience)
    {
        if (audience == Audience.Open)
        {
            return Caller.Of(context, options.ActorClaim);
        }

        var policy = await FindPolicyAsync(context, audience);
        var evaluator = context.RequestServices.GetService<IPolicyEvaluator>();
        if (policy is null || evaluator is null)
        {
            return AdmitDeveloper(context, out var reason) ?? throw NotConfigured(audience, reason);
        }

        var authentication = await evaluator.AuthenticateAsync(policy, context);
        var decision = await evaluator.AuthorizeAsync(policy, authentication, context, context);
        if (decision.Succeeded)
        {
            return Caller.Of(context, options.ActorClaim);
        }

        if (decision.Challenged)
        {
            return AdmitDeveloper(context, out var reason) ?? await ChallengeAsync(context, policy, reason);
        }

        return await ForbidAsync(context, policy, audience);
    }

    private async Task<AuthorizationPolicy?> FindPolicyAsync(HttpContext context, Audience audience)
    {
        if (context.RequestServices.GetService<IAuthorizationPolicyProvider>() is not { } policies)
        {
            return null;
        }

        var operate = options.OperatePolicy;
        return audience == Audience.Operate
            ? await policies.GetPolicyAsync(operate)
            : await policies.GetPolicyAsync(options.ViewPolicy) ?? await policies.GetPolicyAsync(operate);
    }

    private Caller? AdmitDeveloper(HttpContext context, out string? reason)
    {
        reason = null;
        if (!options.AllowAnonymousOnLoopback)
        {
            return null;
        }

        reason = DevelopmentMode.WhyNot(context);
        return reason is null ? Caller.Developer(context) : null;
    }

    private static async Task<Caller?> ChallengeAsync(HttpContext context, AuthorizationPolicy policy, string? reason)
    {
        var schemes = await SchemesAsync(context, policy, provider => provider.GetDefaultChallengeSchemeAsync());
        if (schemes.Count == 0)
        {
            throw new Refusal(
                StatusCodes.Status403Forbidden,
                $"the application has no authentication by which you could say who you are: call AddAuthentication; {Guide}{Also(reason)}");
        }

        foreach (var scheme in schemes)
        {
            await context.ChallengeAsync(scheme);
        }

        await ExplainAsync(context, $"say who you are, in a way that the application accepts{Also(reason)}");
        return null;
    }

    private async Task<Caller?> ForbidAsync(HttpContext context, AuthorizationPolicy policy, Audience audience)
    {
        var detail = $"the application's policy {NameOf(audience)} does not admit you";
        var schemes = await SchemesAsync(context, policy, provider => provider.GetDefaultForbidSchemeAsync());
        if (schemes.Count == 0)
        {
            throw new Refusal(StatusCodes.Status403Forbidden, detail);
        }

        foreach (var scheme in schemes)
        {
            await context.ForbidAsync(scheme);
        }

        await ExplainAsync(context, detail);
        return null;
    }

    private static async Task<IReadOnlyList<string>> SchemesAsync(
        HttpContext context, AuthorizationPolicy policy, Func<IAuthenticationSchemeProvider, Task<AuthenticationScheme?>> fallback)
    {
        if (policy.AuthenticationSchemes.Count > 0)
        {
            return policy.AuthenticationSchemes;
        }

        return context.RequestServices.GetService<IAuthenticationSchemeProvider>() is { } provider && await fallback(provider) is { } scheme
            ? [scheme.Name]
            : [];
    }

    // A scheme may have answered in its own way, for example by sending a browser to a page where people sign in.
    private static Task ExplainAsync(HttpContext context, string detail) =>
        context.Response is { HasStarted: false, ContentLength: null, StatusCode: StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden }
            ? Answer.ProblemAsync(context, Problems.Create(context.Response.StatusCode, detail))
            : Task.CompletedTask;

    private Refusal NotConfigured(Audience audience, string? reason) => new(
        StatusCodes.Status403Forbidden,
        $"the application says nowhere who may do this: configure its authentication and add the authorization policy '{NameOf(audience)}', " +
        $"or, for development on this machine, set {nameof(FailoverHttpOptions.AllowAnonymousOnLoopback)}; {Guide}{Also(reason)}");

    private string NameOf(Audience audience) => audience == Audience.Operate ? options.OperatePolicy : options.ViewPolicy;

    private static string Also(string? reason) => reason is null ? "" : $". Development mode does not admit the request: {reason}";
}
