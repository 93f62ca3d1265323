namespace Failover.Benchmarks;

/// <summary>A form in which the member's program is published: they differ in what is compiled before it runs.</summary>
/// <param name="Name">How it is called in the figures.</param>
/// <param name="Program">A <c>.dll</c> or an executable file.</param>
/// <param name="Arguments">What it is started with, before what says which member it is.</param>
internal sealed record Form(string Name, string Program, params string[] Arguments)
{
    /// <summary>This program as it was built: compiled while it runs.</summary>
    public static Form Own { get; } = new("JIT", Path.Combine(AppContext.BaseDirectory, "Failover.Benchmarks.dll"));

    /// <summary>Reads <c>NAME=PROGRAM</c>.</summary>
    public static Form Parse(string text) =>
        text.Split('=', 2) is [var name, var program] ? new Form(name, Path.GetFullPath(program)) : throw new FormatException($"'{text}' is not NAME=PROGRAM.");
}
