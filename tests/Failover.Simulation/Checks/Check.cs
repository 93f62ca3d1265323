using System.Diagnostics.CodeAnalysis;
using Failover.Simulation.Engine;
using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>Watches a history for one invariant. It knows what happened, in true time, and nothing of how the core works.</summary>
internal abstract class Check(World world, string invariant)
{
    /// <summary>The invariant's name in the design.</summary>
    public string Invariant => invariant;

    /// <summary>How many times it was looked at.</summary>
    public long Looks { get; private set; }

    protected World World => world;

    /// <summary>A member applied an entry, perhaps not as the first to do so.</summary>
    public virtual void Applied(MemberProcess process, AppliedEntry applied)
    {
    }

    public virtual void Restored(MemberProcess process, ClusterState state)
    {
    }

    public virtual void Proposed(MemberProcess coordinator, IReadOnlyList<Command> commands)
    {
    }

    public virtual void Extending(MemberProcess process, SessionId session)
    {
    }

    public virtual void Extended(MemberProcess process)
    {
    }

    public virtual void LeaseEnded(MemberProcess process)
    {
    }

    public virtual void Beginning(MemberProcess process, string election, long term)
    {
    }

    public virtual void Began(MemberProcess process, string election, long term)
    {
    }

    public virtual void Ending(MemberProcess process, string election, long term)
    {
    }

    public virtual void Answered(MemberProcess process, OperatorResult result)
    {
    }

    /// <summary>An application's own policy has answered.</summary>
    public virtual void Consulted(string election, long term, PromotionVerdict verdict)
    {
    }

    /// <summary>The run is over, long after the last fault.</summary>
    public virtual void Finish()
    {
    }

    protected void Hold([DoesNotReturnIf(false)] bool holds, FormattableString otherwise)
    {
        Looks++;
        if (!holds)
        {
            throw new InvariantViolation(invariant, FormattableString.Invariant(otherwise));
        }
    }
}
