namespace Failover.Cli.Tests.Support;

/// <summary>The tool in a world of the test's making.</summary>
internal sealed class Tool
{
    private readonly Dictionary<string, string> _variables = [];

    public Tool(params FakeMember[] members)
    {
        if (members.Length > 0)
        {
            _variables["FAILOVER_SERVERS"] = string.Join(',', members.Select(member => member.Url));
        }
    }

    public ObservedWriter Out { get; } = new();

    public ObservedWriter Error { get; } = new();

    /// <summary>What a person answers, where one sits at a terminal; null without a terminal.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether a person reads, in colours.</summary>
    public bool IsTerminal { get; init; }

    public int Width { get; init; } = 200;

    public TimeProvider Clock { get; init; } = new WallClock();

    public Tool With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public Task<int> RunAsync(params string[] arguments) => RunUntilAsync(TestContext.Current.CancellationToken, arguments);

    /// <summary>Runs what ends only when it is told to.</summary>
    public Task<int> RunUntilAsync(CancellationToken stop, params string[] arguments) => new FailoverTool(Host()).RunAsync(arguments, stop);

    public CliHost Host() => new()
    {
        Out = Out,
        Error = Error,
        In = new StringReader(Answer is null ? "" : Answer + "\n"),
        IsOutTerminal = IsTerminal || Answer is not null,
        IsErrorTerminal = IsTerminal || Answer is not null,
        IsInTerminal = Answer is not null,
        Width = Width,
        Variable = name => _variables.GetValueOrDefault(name, name == "NO_COLOR" && !IsTerminal ? "1" : ""),
        Clock = Clock,
    };
}
