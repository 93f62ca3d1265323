namespace Failover.Cli.Output;

/// <summary>A text and its meaning. Made harmless where it is printed, and nowhere else.</summary>
internal readonly record struct Piece(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Piece(string? text) => new(text ?? "");

    public static Piece Strong(string? text) => new(text ?? "", Tone.Strong);

    public static Piece Quiet(string? text) => new(text ?? "", Tone.Quiet);

    public static Piece Good(string? text) => new(text ?? "", Tone.Good);

    public static Piece Warning(string? text) => new(text ?? "", Tone.Warning);

    public static Piece Bad(string? text) => new(text ?? "", Tone.Bad);
}
