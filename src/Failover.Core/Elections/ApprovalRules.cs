using System.Globalization;
using Failover.Sessions;

namespace Failover.Elections;

/// <summary>
/// Which promotions need an operator's approval (invariant <em>approval</em>). The coordinator asks before it proposes; the state
/// machine asks again when it applies, so that a late proposal promotes nobody without the approvals of the policy that counts by then.
/// </summary>
internal static class ApprovalRules
{
    /// <summary>Why this session can not be promoted without more approval than there is, or null.</summary>
    public static string? WhyNotApproved(ElectionState election, SessionState session, int allowedBy = 0) =>
        WhyNeeded(election, session, allowedBy) is { } why && !IsApproved(election, session.Id) ? why : null;

    /// <summary>Whether a single operator's word is enough in that election.</summary>
    public static bool OneOperatorDecides(ElectionState election) => !AsksOperators(election.Policy) || election.Policy.Approvals <= 1;

    /// <summary>Whether promotions may need an operator there.</summary>
    public static bool AsksOperators(PromotionPolicy policy) => policy.Name != PromotionPolicy.AutomaticName;

    private static string? WhyNeeded(ElectionState election, SessionState session, int allowedBy)
    {
        var policy = election.Policy;
        if (policy.Name == PromotionPolicy.AutomaticName)
        {
            return null;
        }

        if (policy.Name is not (PromotionPolicy.OperatorApprovedName or PromotionPolicy.WithinLimitsName))
        {
            return allowedBy == election.PolicyRevision ? null : $"the policy '{policy.Name}' has not allowed it";
        }

        if (election.PassedOver.FirstOrDefault(passed => passed.Session == session.Id) is { } passed)
        {
            return $"it was passed over before ({passed.Reason})";
        }

        if (election.Term == 0)
        {
            return policy.ApproveFirstLeader ? "the first leader needs approval" : null;
        }

        if (policy.Name == PromotionPolicy.WithinLimitsName && election.RecentTerms.Length >= policy.MostPromotions)
        {
            return $"there were {election.RecentTerms.Length} automatic promotions within {Describe(TimeSpan.FromMilliseconds(policy.WindowMs))}";
        }

        if (!policy.ApproveReturn && IsReturn(election, session.Id))
        {
            return null;
        }

        return policy.Name == PromotionPolicy.OperatorApprovedName
            ? "every change of leader needs approval"
            : WhyOutsideLabel(election, session, policy.WithinLabel);
    }

    /// <summary>A length of time in its largest unit that fits.</summary>
    public static string Describe(TimeSpan time) => time switch
    {
        { TotalHours: >= 1, Minutes: 0, Seconds: 0 } => $"{time.TotalHours:F0} h",
        { TotalMinutes: >= 1, Seconds: 0 } => $"{time.TotalMinutes:F0} min",
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
    };

    private static string? WhyOutsideLabel(ElectionState election, SessionState session, string? label)
    {
        if (label is null || election.Last is not { } last)
        {
            return null;
        }

        var (before, after) = (last.Labels.GetValueOrDefault(label), session.Labels.GetValueOrDefault(label));
        return before is not null && before == after
            ? null
            : $"{session.Id.Member} is in {label} '{after ?? "(none)"}', the last leader was in '{before ?? "(none)"}'";
    }

    /// <summary>The last leader is back after an end that nobody wanted, and nobody has decided against it.</summary>
    private static bool IsReturn(ElectionState election, SessionId session) =>
        election.Last is { } last
        && last.Leader.Member == session.Member
        && election.Cause is VacancyCause.CrashConfirmed or VacancyCause.LeaseExpired or VacancyCause.SessionReplaced or VacancyCause.Goodbye
        && !election.PassedOver.Any(passed => passed.Session.Member == session.Member);

    private static bool IsApproved(ElectionState election, SessionId session) =>
        IsHandOverTo(election, session) || IsRequestFor(election, session);

    /// <summary>An operator's hand-over is that operator's approval of the successor.</summary>
    private static bool IsHandOverTo(ElectionState election, SessionId session) =>
        election.HandOver is { IsResignation: false, By.IsOperator: true } handOver
        && OneOperatorDecides(election)
        && (handOver.Target ?? session.Member) == session.Member
        && (handOver.Target is not null || handOver.From != session.Member);

    private static bool IsRequestFor(ElectionState election, SessionId session) =>
        election.Request is { } request
        && ((request.IsTimedOut && request.Candidate == session) || (IsShown(request, session) && ApprovalsOf(request, session.Member) >= election.Policy.Approvals));

    /// <summary>How many distinct operators approved that member; where something speaks against it, those with force.</summary>
    public static int ApprovalsOf(PromotionRequest request, string member, bool needsForce = false) =>
        request.Approvals.Where(approval => approval.Candidate == member && (approval.Force || !needsForce))
            .Select(approval => approval.By.Actor)
            .Distinct(StringComparer.Ordinal)
            .Count();

    /// <summary>Whether this session is the one of its member that the request's evidence showed; of one that was excluded any is.</summary>
    public static bool IsShown(PromotionRequest request, SessionId session) =>
        request.Evidence.Candidates.FirstOrDefault(candidate => candidate.Member == session.Member) is not { Rank: not null, Session: { } shown } || shown == session;
}
