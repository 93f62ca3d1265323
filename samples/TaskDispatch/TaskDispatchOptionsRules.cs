using Microsoft.Extensions.Options;

namespace TaskDispatch;

/// <summary>Checks what an attribute can not say.</summary>
internal sealed class TaskDispatchOptionsRules : IValidateOptions<TaskDispatchOptions>
{
    private const double SlowestRate = 0.001;

    public ValidateOptionsResult Validate(string? name, TaskDispatchOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (options.Address.Length > 0 && !IsBaseAddress(options.Address))
        {
            problems.AddError(
                $"'{options.Address}' must be an HTTP base address with a port and without a path, for example http://127.0.0.1:5001.",
                nameof(options.Address));
        }

        if (options.TasksPerSecond is > 0 and < SlowestRate)
        {
            problems.AddError($"{options.TasksPerSecond} must be 0, or at least {SlowestRate}.", nameof(options.TasksPerSecond));
        }

        if (options.DispatchInterval >= options.AssignmentTime)
        {
            problems.AddError(
                $"{options.DispatchInterval} must be shorter than {nameof(options.AssignmentTime)} ({options.AssignmentTime}), " +
                "or overdue tasks are noticed too late.",
                nameof(options.DispatchInterval));
        }

        return problems.Build();
    }

    private static bool IsBaseAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) &&
        address.Scheme is "http" or "https" &&
        address is { PathAndQuery: "/", Port: > 0 };
}
