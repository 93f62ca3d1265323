namespace Failover.Chaos.Operators;

/// <summary>A record of the audit trail, as the HTTP interface gives it.</summary>
internal sealed record AuditLine
{
    public required long Number { get; init; }

    public required string Verb { get; init; }

    public string? Election { get; init; }

    public long Request { get; init; }

    public int Revision { get; init; }

    public string? Member { get; init; }

    public string? From { get; init; }

    public long Term { get; init; }

    public string? Cause { get; init; }

    public string? Actor { get; init; }

    public string? Method { get; init; }

    /// <summary>Of an operator's command, its key; see <see cref="OperatorCall.Key"/>.</summary>
    public string? Reason { get; init; }

    public string? Detail { get; init; }

    public bool Refused { get; init; }

    public string Hash { get; init; } = "";

    public override string ToString() => $"record {Number}: {Verb}{(Member is null ? "" : $" {Member}")}{(Term == 0 ? "" : $" in term {Term}")}";
}
