using System.Collections.Immutable;
using Failover.Elections;

namespace Failover.Sessions;

/// <summary>What a member's session needs to know; validated before it gets here.</summary>
internal sealed record MemberSettings
{
    public required string Member { get; init; }

    /// <summary>A random id of this process.</summary>
    public required Guid Process { get; init; }

    public string? Address { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What this member is a candidate for; empty for a witness.</summary>
    public ImmutableArray<Enrolment> Enrolments { get; init; } = [];

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long before the end of its lease a member stops acting.</summary>
    public TimeSpan SafetyMargin { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan RenewalInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long to wait before dialling or greeting again after that failed.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>After so long without an answer the channel is given up and dialled anew.</summary>
    public TimeSpan SilenceLimit => Lease / 2;
}
