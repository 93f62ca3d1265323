namespace Failover;

/// <summary>
/// An application's own rules for promotions. Registered with <c>AddPromotionPolicy</c> on every member; an election uses it when its
/// policy's name is <see cref="Name"/>. The member that coordinates asks it.
/// </summary>
/// <remarks>
/// Asked again whenever what it was asked about changes. While it decides the seat stays vacant. When it throws, or takes longer than
/// the policy time-out (5 s), the promotion waits for an operator, and the request says why.
/// </remarks>
public interface IPromotionPolicy
{
    /// <summary>The name by which elections refer to it: 1 to 100 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</summary>
    string Name { get; }

    /// <summary>Decides on a vacancy. Called from the thread pool, one call at a time for each election.</summary>
    /// <param name="context">The vacancy, the candidates, the evidence and the history.</param>
    /// <param name="cancellationToken">Cancelled when nobody needs the answer any more.</param>
    ValueTask<PromotionVerdict> DecideAsync(PromotionContext context, CancellationToken cancellationToken);
}
