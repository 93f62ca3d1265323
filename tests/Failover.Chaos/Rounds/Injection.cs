using Failover.Chaos.Plans;
using TaskDispatch.Records;

namespace Failover.Chaos.Rounds;

/// <summary>A fault while it is done, and what came of it.</summary>
internal sealed class Injection(Fault fault)
{
    public Fault Fault { get; } = fault;

    /// <summary>When the harm began; <see cref="BootClock"/>.</summary>
    public long AtNanoseconds { get; private set; } = BootClock.NowNanoseconds;

    /// <summary>When the harm was over, and all members were to run again.</summary>
    public long HealedNanoseconds { get; private set; }

    /// <summary>When all members agreed again about a leader that acted.</summary>
    public long SettledNanoseconds { get; private set; }

    /// <summary>Whether the harm may cost a leadership. Where it may not, a new leader is a false failover.</summary>
    public bool MayEndLeadership { get; set; } = true;

    /// <summary>Members whose leadership may end of it, should they lead when it comes: operators may have moved it meanwhile.</summary>
    public IReadOnlyCollection<string> Victims { get; set; } = [];

    /// <summary>Whether it breaks the assumption of rule 6, so that two may act at once, and only the terms protect.</summary>
    public bool BreaksAssumption { get; set; }

    /// <summary>What was done, in words.</summary>
    public string Detail { get; set; } = "";

    /// <summary>What the fault itself has found wrong.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>How many checks the fault itself has made.</summary>
    public int Checks { get; private set; }

    /// <summary>Now the harm is done.</summary>
    public void Begin(string detail)
    {
        Detail = detail;
        AtNanoseconds = BootClock.NowNanoseconds;
    }

    public void Healed() => HealedNanoseconds = BootClock.NowNanoseconds;

    public void Settled() => SettledNanoseconds = BootClock.NowNanoseconds;

    /// <summary>Checks something that only this fault can see.</summary>
    public void Check(bool holds, string otherwise)
    {
        Checks++;
        if (!holds)
        {
            Violations.Add($"{Fault.Kind}, {Detail}: {otherwise}");
        }
    }
}
