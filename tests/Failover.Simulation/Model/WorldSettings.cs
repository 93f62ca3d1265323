using Failover.Simulation.Engine;

namespace Failover.Simulation.Model;

/// <summary>How a simulated cluster is set up: drawn from the seed.</summary>
internal sealed record WorldSettings
{
    public required int Members { get; init; }

    /// <summary>The number of elections; every member that is no witness is a candidate in each.</summary>
    public required int Elections { get; init; }

    /// <summary>The index of a member that is never a candidate, or -1.</summary>
    public required int Witness { get; init; }

    public required TimeSpan Lease { get; init; }

    public required bool ConfirmCrashes { get; init; }

    /// <summary>How much too fast each member's clock runs, in parts per million.</summary>
    public required IReadOnlyList<long> ClockRates { get; init; }

    /// <summary>Whether the clocks keep to the bound that the settings promise; if not, one leader is not promised either.</summary>
    public required bool ClocksKeepBound { get; init; }

    /// <summary>Whether a Raft leader without a quorum notices that, or goes on in its belief.</summary>
    public required bool LeaderNoticesLostQuorum { get; init; }

    /// <summary>Whether Raft members ask for pre-votes, as DotNext's do; without, more coordinators change.</summary>
    public bool AsksFirst { get; init; } = true;

    /// <summary>Whether a coordinator tells what it has stored (decision 20).</summary>
    public bool TellsStored { get; init; }

    /// <summary>Delay of a message between two hosts, in microseconds.</summary>
    public required long LongestDelay { get; init; }

    public required IReadOnlyList<int> Priorities { get; init; }

    /// <summary>The policies with which elections begin, by their place; automatic where there is none.</summary>
    public IReadOnlyList<PromotionPolicy> Policies { get; init; } = [];

    /// <summary>The zones in which the members are, by their place.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    public static readonly TimeSpan HandOverTimeout = TimeSpan.FromSeconds(4);

    public TimeSpan RenewalInterval => Lease / 8;

    public TimeSpan HeartbeatInterval => Lease / 26;

    public TimeSpan SafetyMargin => Lease / 20;

    public PromotionPolicy PolicyOf(int election) => election < Policies.Count ? Policies[election] : PromotionPolicy.Automatic;

    public IReadOnlyDictionary<string, string> LabelsOf(int place) => place < Zones.Count
        ? new Dictionary<string, string> { ["zone"] = Zones[place] }
        : System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    public static string NameOf(int member) => RaftGroup.NameOf(member);

    public static WorldSettings Draw(Prng random)
    {
        var members = random.Weighted([5, 60, 35]) switch { 0 => 1, 1 => 3, _ => 5 };
        var keepBound = !random.Chance(8);
        var widest = keepBound ? 9_900 : 120_000;
        var elections = random.Weighted([60, 25, 15]) + 1;
        return new WorldSettings
        {
            Members = members,
            Elections = elections,
            Witness = members > 1 && random.Chance(15) ? random.Below(members) : -1,
            Lease = TimeSpan.FromMilliseconds(random.Chance(50) ? 1_000 : 2_000),
            ConfirmCrashes = !random.Chance(15),
            ClockRates = [.. Enumerable.Range(0, members).Select(_ => random.Weighted([1, 1, 1]) switch
            {
                0 => widest,
                1 => -widest,
                _ => random.Between(-widest, widest),
            })],
            ClocksKeepBound = keepBound,
            LeaderNoticesLostQuorum = random.Chance(70),
            LongestDelay = random.Chance(80) ? 1_500 : 15_000,
            Priorities = [.. Enumerable.Range(0, members).Select(_ => random.Chance(70) ? 0 : random.Below(3))],
            Policies = [.. Enumerable.Range(0, elections).Select(_ => DrawPolicy(random))],
            Zones = [.. Enumerable.Range(0, members).Select(_ => random.Chance(60) ? "1" : "2")],
        };
    }

    /// <summary>Draws a policy, as an operator may set one at any time.</summary>
    public static PromotionPolicy DrawPolicy(Prng random)
    {
        var name = random.Weighted([40, 30, 20, 10]) switch
        {
            0 => PromotionPolicy.AutomaticName,
            1 => PromotionPolicy.OperatorApprovedName,
            2 => PromotionPolicy.WithinLimitsName,
            _ => OwnPolicy.Name,
        };
        if (name == PromotionPolicy.AutomaticName)
        {
            return PromotionPolicy.Automatic;
        }

        var (isWithin, byLabel) = (name == PromotionPolicy.WithinLimitsName, random.Chance(40));
        return new PromotionPolicy
        {
            Name = name,
            Approvals = random.Chance(60) ? 1 : 2,
            RequestTimeoutMs = random.Chance(35) ? random.Between(1_000, 4_000) : null,
            OnRequestTimeout = (RequestTimeoutAction)random.Below(3),
            ApproveFirstLeader = random.Chance(20),
            ApproveReturn = random.Chance(25),
            MostPromotions = isWithin && !(byLabel && random.Chance(50)) ? (int)random.Between(1, 3) : null,
            WindowMs = random.Between(1_500, 3_000),
            WithinLabel = isWithin && byLabel ? "zone" : null,
        };
    }

    public override string ToString() =>
        $"{Members} members, {Elections} elections, {(Witness >= 0 ? $"witness {NameOf(Witness)}, " : "")}lease {Lease.TotalMilliseconds} ms, "
        + $"crash confirmation {(ConfirmCrashes ? "on" : "off")}, clocks [{string.Join(", ", ClockRates)}] ppm{(ClocksKeepBound ? "" : " (beyond the bound)")}, "
        + $"policies [{string.Join(", ", Policies.Select(policy => policy.Name))}], zones [{string.Join(", ", Zones)}], "
        + $"delays to {LongestDelay} us, priorities [{string.Join(", ", Priorities)}]";
}
