using Failover.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting.Operations;

/// <summary>Asks the application's own promotion policies. Whatever goes wrong there, an operator is asked, and told why.</summary>
internal sealed class PolicyDesk(IServiceProvider services, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    public async Task<PromotionVerdict> AskAsync(string name, PromotionContext context)
    {
        // A policy that blocks must not block the caller, and one that hangs is left behind.
        using var ending = new CancellationTokenSource(timeout, time);
        try
        {
            if (services.GetKeyedService<IPromotionPolicy>(name) is not { } policy)
            {
                return PromotionVerdict.RequireApproval($"the policy '{name}' is not registered on the member that coordinates");
            }

            var verdict = await Task.Run(() => policy.DecideAsync(context, ending.Token).AsTask(), CancellationToken.None).WaitAsync(timeout, time);
            return Bounded(verdict) ?? PromotionVerdict.RequireApproval($"the policy '{name}' decided nothing");
        }
        catch (TimeoutException)
        {
            logger.PolicyFailed(null, context.Election, name, $"no decision within {timeout.TotalSeconds:0.###} s");
            return PromotionVerdict.RequireApproval($"the policy '{name}' did not decide within {timeout.TotalSeconds:0.###} s");
        }
#pragma warning disable CA1031 // The application's code may throw anything.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.PolicyFailed(error, context.Election, name, error.Message);
            return PromotionVerdict.RequireApproval(ReasonText.Shorten($"the policy '{name}' failed: {error.Message}"));
        }
    }

    private static PromotionVerdict? Bounded(PromotionVerdict? verdict) => verdict switch
    {
        { Kind: PromotionVerdictKind.RequireApproval, Reason: { } reason } => PromotionVerdict.RequireApproval(ReasonText.Shorten(reason)),
        { Kind: PromotionVerdictKind.Wait, Reason: { } reason } => PromotionVerdict.Wait(ReasonText.Shorten(reason)),
        _ => verdict,
    };
}
