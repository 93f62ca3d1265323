using Failover.Promotion;

namespace Failover.Core.Tests.Support;

/// <summary>What a coordinator would know of candidates, made up.</summary>
internal sealed class Facts : ICandidateFacts
{
    public Dictionary<string, string> Reasons { get; } = [];

    public Dictionary<string, long> Positions { get; } = [];

    public Dictionary<string, int> Leaderships { get; } = [];

    public string Coordinator { get; set; } = "";

    public string? WhyNot(SessionId session) => Reasons.GetValueOrDefault(session.Member);

    public long PositionOf(string election, string member) => Positions.GetValueOrDefault(member);

    public int LeadershipsOf(string member) => Leaderships.GetValueOrDefault(member);
}
