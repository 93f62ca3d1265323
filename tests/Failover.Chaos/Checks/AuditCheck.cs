using System.Collections.ObjectModel;
using Failover.Chaos.Operators;

namespace Failover.Chaos.Checks;

/// <summary>
/// Replays the audit trail against what operators were answered: approval, at most once, nothing lost, terms rise, nobody is promoted
/// in a pause. Knows what operators asked from themselves, not from the trail.
/// </summary>
internal sealed class AuditCheck
{
    private static readonly string[] s_returns = ["CrashConfirmed", "LeaseExpired", "SessionReplaced", "Goodbye"];
    private static readonly string[] s_planned = ["HandedOver", "Resigned", "Operator"];

    /// <summary>Verbs that have an effect exactly where they are answered with "done".</summary>
    private static readonly ReadOnlyDictionary<string, string> s_effects = new Dictionary<string, string>
    {
        ["pause"] = "paused",
        ["resume"] = "resumed",
        ["policy"] = "policy-set",
        ["drain"] = "drained",
        ["undrain"] = "undrained",
        ["approve"] = "request-approved",
        ["reject"] = "request-rejected",
    }.AsReadOnly();

    private readonly List<string> _violations = [];
    private readonly Dictionary<string, OperatorCall> _calls;
    private readonly Dictionary<(long Request, int Revision), HashSet<string>> _approvals = [];
    private readonly HashSet<long> _byOperators = [];
    private readonly Dictionary<long, string?> _causes = [];
    private (string Name, int Needed, bool ApproveReturn) _policy = ("automatic", 1, false);
    private string? _lastLeader;
    private long _term;
    private bool _isPaused;
    private bool _wasHeldUp;

    /// <param name="lines">The audit trail, in order.</param>
    /// <param name="calls">What operators have asked.</param>
    public AuditCheck(IReadOnlyList<AuditLine> lines, IReadOnlyCollection<OperatorCall> calls)
    {
        _calls = calls.ToDictionary(call => call.Key);
        foreach (var (line, next) in lines.Zip(lines.Skip(1)))
        {
            // What was not read before it was dropped is no fault; but nothing follows from a trail with holes.
            IsWhole &= line.Number + 1 == next.Number;
        }

        IsWhole &= lines.Count > 0 && lines[0].Number == 1;
        if (!IsWhole)
        {
            return;
        }

        foreach (var line in lines)
        {
            Replay(line);
        }

        CheckEffects(lines);
    }

    /// <summary>Whether the trail was read as a whole; if not, nothing was checked.</summary>
    public bool IsWhole { get; } = true;

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>How many comparisons were made.</summary>
    public int Comparisons { get; private set; }

    /// <summary>How many promotions needed approvals, and had them.</summary>
    public int Approved { get; private set; }

    /// <summary>Whether operators moved the leadership to this term, or held it up.</summary>
    public bool IsByOperators(long term) => _byOperators.Contains(term);

    /// <summary>Whether the leadership before this term was ended on purpose.</summary>
    public bool IsPlanned(long term) => CauseOf(term) is { } cause && s_planned.Contains(cause);

    /// <summary>Why the seat was vacant before this term, or null where that is not known.</summary>
    public string? CauseOf(long term) => _causes.GetValueOrDefault(term);

    private void Replay(AuditLine line)
    {
        switch (line)
        {
            case { Refused: true }:
                return;
            case { Verb: "paused" }:
                (_isPaused, _wasHeldUp) = (true, true);
                break;
            case { Verb: "resumed" }:
                _isPaused = false;
                break;
            case { Verb: "policy-set", Reason: { } key } when _calls.TryGetValue(key, out var call):
                var policy = call.Body["policy"]!.AsObject();
                _policy = ((string)policy["name"]!, (int?)policy["approvals"] ?? 1, (bool?)policy["approveReturn"] ?? false);
                break;
            case { Verb: "policy-set" }:
                Violate($"{line} was asked for by nobody.");
                break;
            case { Verb: "request-approved", Actor: { } actor }:
                Approvals(line).Add(actor);
                break;
            case { Verb: "promoted" }:
                Promoted(line);
                break;
        }

        _wasHeldUp |= _policy.Name != "automatic" || line is { Verb: "drained" };
    }

    private void Promoted(AuditLine line)
    {
        Comparisons++;
        if (line.Term != _term + 1)
        {
            Violate($"Terms rise: {line}, after term {_term}.");
        }

        var member = MemberOf(line.Member);
        if (_isPaused && line.Detail != "by force")
        {
            Violate($"Pause: {line} while the election was paused.");
        }

        if (_policy.Name == "operator-approved" && !IsApproved(line, member))
        {
            Violate($"Approval: {line} by {Approvals(line).Count} approvals of {_policy.Needed}, cause {line.Cause}, actor {line.Actor ?? "none"}.");
        }

        if (_wasHeldUp || line.Method == "Operator")
        {
            _byOperators.Add(line.Term);
        }

        (_term, _lastLeader, _wasHeldUp) = (line.Term, member, _isPaused);
        _causes[line.Term] = line.Cause;
    }

    private bool IsApproved(AuditLine line, string? member)
    {
        if (line.Request > 0 && Approvals(line).Count >= _policy.Needed)
        {
            Approved++;
            return true;
        }

        return line.Term == 1
            || (!_policy.ApproveReturn && member == _lastLeader && s_returns.Contains(line.Cause))
            || (_policy.Needed == 1 && line.Method == "Operator");
    }

    private void CheckEffects(IReadOnlyList<AuditLine> lines)
    {
        var effects = lines.Where(line => !line.Refused && line.Reason is not null).ToLookup(line => line.Reason!);
        foreach (var call in _calls.Values)
        {
            Comparisons++;
            foreach (var verb in effects[call.Key].GroupBy(line => line.Verb).Where(verb => verb.Count() > 1))
            {
                Violate($"At most once: {call} is in the audit trail {verb.Count()} times as {verb.Key}.");
            }

            if (call.IsDone && !effects[call.Key].Any())
            {
                Violate($"Nothing lost: {call} was answered 'done' and is not in the audit trail.");
            }

            var hasEffect = s_effects.TryGetValue(call.Verb, out var effect) && effects[call.Key].Any(line => line.Verb == effect);
            if (call.Outcome is not null && !call.IsDone && (hasEffect || (call.Outcome == OutcomeWords.Unavailable && effects[call.Key].Any())))
            {
                Violate($"Answer: {call} was answered '{call.Outcome}: {call.Message}', and has had an effect.");
            }
        }
    }

    private HashSet<string> Approvals(AuditLine line) =>
        _approvals.TryGetValue((line.Request, line.Revision), out var actors) ? actors : _approvals[(line.Request, line.Revision)] = [];

    private void Violate(string text) => _violations.Add(text);

    private static string? MemberOf(string? session) => session?.Split('#')[0];
}
