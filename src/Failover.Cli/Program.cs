using Failover.Cli;

if (OperatingSystem.IsWindows())
{
    Console.OutputEncoding = System.Text.Encoding.UTF8;
}

return await new FailoverTool(CliHost.OfProcess()).RunAsync(args);
