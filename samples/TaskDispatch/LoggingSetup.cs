using System.Globalization;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace TaskDispatch;

/// <summary>Logs to the console for people, and to a file for machines.</summary>
public static class LoggingSetup
{
    private const string ShortTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static IServiceCollection AddTaskDispatchLogging(this IServiceCollection services) =>
        services.AddSerilog((provider, logging) => logging
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .WriteTo.Console(outputTemplate: ShortTemplate, formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.File(
                new CompactJsonFormatter(),
                provider.GetRequiredService<IOptions<TaskDispatchOptions>>().Value.LogFile,
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: 7,
                shared: false));
}
