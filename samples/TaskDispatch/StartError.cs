using Failover;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace TaskDispatch;

/// <summary>What is wrong in the settings or with the place where the service is started, in words for who starts it.</summary>
public static class StartError
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>The problems, each on its line; null if the error is of another kind and its stack trace is needed.</summary>
    /// <param name="error">What ended the start.</param>
    public static string? Describe(Exception error) => error switch
    {
        OptionsValidationException wrong => string.Join(Environment.NewLine, wrong.Failures),
        InvalidOperationException { Source: Binder } => error.InnerException is { } cause ? $"{error.Message} {cause.Message}" : error.Message,
        IOException { InnerException: AddressInUseException } => error.Message,
        FailoverException or DataDirectoryException => error.Message,
        _ => null,
    };
}
