using System.Text.Json.Nodes;

namespace Failover.Chaos.Operators;

/// <summary>What the operators of a round want: the policy that they set, and the commands that they choose from.</summary>
/// <param name="approvals">How many of them must approve a promotion; 0 for automatic promotion.</param>
/// <param name="members">The members.</param>
internal sealed class OperatorPlan(int approvals, IReadOnlyList<string> members)
{
    public int Approvals => approvals;

    /// <summary>The policy of the round. Where approval is asked for, the return of the last leader sometimes needs it and sometimes not.</summary>
    public JsonObject Policy(Random random) => approvals == 0
        ? Automatic()
        : new JsonObject { ["name"] = "operator-approved", ["approvals"] = approvals, ["approveReturn"] = random.Next(2) == 0 };

    public static JsonObject Automatic() => new() { ["name"] = "automatic" };

    public OperatorCall SetPolicy(string actor, JsonObject policy) => new(actor, "policy", null, new JsonObject { ["policy"] = policy });

    /// <summary>The next command of an operator who sees the election so.</summary>
    public OperatorCall Choose(string actor, JsonObject seen, Random random)
    {
        var term = (long)seen["term"]!;
        if (seen["request"] is JsonObject request)
        {
            return Decide(actor, request, random);
        }

        if (seen["pause"] is JsonObject && random.Next(10) < 7)
        {
            return new OperatorCall(actor, "resume", null, []);
        }

        if (seen["leader"] is null && random.Next(10) < 3)
        {
            return Promote(actor, term, random);
        }

        return random.Next(12) switch
        {
            0 => new OperatorCall(actor, "pause", null, []),
            1 => new OperatorCall(actor, "resume", null, []),
            2 => new OperatorCall(actor, "drain", Any(random), []),
            3 or 4 or 5 or 6 => new OperatorCall(actor, "undrain", Any(random), []),
            7 or 8 => new OperatorCall(actor, "hand-over", null, new JsonObject { ["target"] = random.Next(3) == 0 ? null : Any(random) }),
            9 => Promote(actor, Math.Max(0, term - random.Next(2)), random),
            // A vacancy that somebody has to approve the end of.
            10 when approvals > 0 || random.Next(2) == 0 => new OperatorCall(actor, "resign", null, []),
            _ => SetPolicy(actor, Policy(random)),
        };
    }

    private OperatorCall Decide(string actor, JsonObject request, Random random)
    {
        var revision = (int)request["revision"]!;
        var body = new JsonObject { ["request"] = (long)request["number"]!, ["revision"] = revision };
        switch (random.Next(20))
        {
            case 0:
                return new OperatorCall(actor, "reject", null, body);
            case 1 when revision > 1:
                body["revision"] = revision - 1;
                return new OperatorCall(actor, "approve", null, body);
            default:
                return new OperatorCall(actor, "approve", null, body);
        }
    }

    private OperatorCall Promote(string actor, long term, Random random) =>
        new(actor, "promote", null, new JsonObject { ["candidate"] = Any(random), ["expectedTerm"] = term });

    private string Any(Random random) => members[random.Next(members.Count)];
}
