namespace Failover.AspNetCore.Answers;

/// <summary>Ends the handling of a request with a problem.</summary>
internal sealed class Refusal(Problem problem) : Exception(problem.Detail)
{
    /// <summary>Refuses with that status.</summary>
    public Refusal(int status, string detail, string? field = null)
        : this(Problems.Create(status, detail) with { Field = field })
    {
    }

    /// <summary>What is answered.</summary>
    public Problem Problem { get; } = problem;
}
