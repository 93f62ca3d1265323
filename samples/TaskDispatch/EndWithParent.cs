namespace TaskDispatch;

/// <summary>
/// Ends this process when its standard input closes: started by a demo or a test that is killed, it would be left behind otherwise.
/// Only with the setting <c>EndWithParent</c>.
/// </summary>
public sealed class EndWithParent : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(WaitForEnd) { IsBackground = true, Name = "End with parent" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void WaitForEnd()
    {
        while (Console.In.Read() >= 0)
        {
            // Nothing is expected there.
        }

        Environment.Exit(2);
    }
}
