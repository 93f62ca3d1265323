namespace Failover;

/// <summary>
/// An application's own rules for promotions. Registered with <c>AddPromotionPolicy</c>, under a name, on every member; an election uses it
/// when its policy has that name. The member that coordinates asks it.
/// </summary>
/// <remarks>
/// Asked again whenever what it was asked about changes. While it decides the seat stays vacant. When it throws, or takes longer than
/// the policy time-out (5 s), the promotion waits for an operator, and the request says why.
/// </remarks>
public interface IPromotionPolicy
{
    /// <summary>Decides on a vacancy. Called from the thread pool, one call at a time for each election.</summary>
    /// <param name="context">The vacancy, the candidates, the evidence and the history.</param>
    /// <param name="cancellationToken">Cancelled when nobody needs the answer any more.</param>
    ValueTask<PromotionVerdict> DecideAsync(PromotionContext context, CancellationToken cancellationToken);
}
