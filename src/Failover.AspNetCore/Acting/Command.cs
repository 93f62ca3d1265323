using System.Text.Json.Serialization.Metadata;

namespace Failover.AspNetCore.Acting;

/// <summary>A command of the interface: its route, its body, and what it asks of the cluster.</summary>
/// <typeparam name="TBody">The type of its body.</typeparam>
/// <param name="Verb">Its word in the audit trail, and the last part of its route.</param>
/// <param name="Type">How its body is read.</param>
/// <param name="Reason">When it needs a reason.</param>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Create">Makes it of the name in the path, the body and the signature.</param>
internal sealed record Command<TBody>(
    string Verb,
    JsonTypeInfo<TBody> Type,
    ReasonRule Reason,
    string Summary,
    Func<string, TBody, OperatorNote, OperatorCommand> Create)
    where TBody : ActBody
{
    /// <summary>Whether it is about a member; about an election otherwise.</summary>
    public bool IsAboutMember { get; init; }

    /// <summary>Whether its hand-over is only the first of a drill.</summary>
    public bool IsDrill { get; init; }

    /// <summary>Refuses values that can not be meant.</summary>
    public Action<TBody> Check { get; init; } = _ => { };

    /// <summary>Whether the body overrides something.</summary>
    public Func<TBody, bool> IsForced { get; init; } = _ => false;
}
