using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Failover.Benchmarks;

/// <summary>What this machine needs at least, measured in the same run.</summary>
internal static class Floor
{
    /// <summary>From killing a process to the end of its connection, as the peer sees it.</summary>
    public static async Task<Figures> ClosingAsync(int runs)
    {
        List<double> times = [];
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        for (var run = 0; run < runs; run++)
        {
            using var process = Process.Start("bash", ["-c", $"exec 3<>/dev/tcp/127.0.0.1/{port}; exec sleep 60 <&3"]);
            using var peer = await listener.AcceptTcpClientAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            var at = Stopwatch.GetTimestamp();
            process.Kill();
            times.Add(Stopwatch.GetElapsedTime(at, await ClosedAsync(peer)).TotalMilliseconds);
            await process.WaitForExitAsync();
        }

        return new Figures("floor: process killed, to its connection closed (ms)", times, "");
    }

    /// <summary>Returns the timestamp at which the peer's end of a connection was closed.</summary>
    public static Task<long> ClosedAsync(TcpClient connection)
    {
        var closed = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);

        // A thread of its own, which only waits for this: the thread pool may be slow to notice.
        new Thread(() =>
        {
            try
            {
                _ = connection.GetStream().Read(new byte[1]);
            }
            catch (IOException)
            {
                // A reset tells the same.
            }

            closed.SetResult(Stopwatch.GetTimestamp());
        })
        { IsBackground = true }.Start();
        return closed.Task;
    }

    /// <summary>Appending 300 bytes to a file, and flushing it to the disk.</summary>
    public static async Task<Figures> FlushingAsync(int runs)
    {
        List<double> times = [];
        var path = Path.GetTempFileName();
        await using (var file = File.OpenWrite(path))
        {
            for (var run = 0; run < runs; run++)
            {
                var at = Stopwatch.GetTimestamp();
                await file.WriteAsync(new byte[300]);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return new Figures("floor: append and flush a file (ms)", times, "");
    }

    /// <summary>A thread that sleeps for 5 ms, and wakes another, which sleeps again: what an idle member does all the time.</summary>
    public static async Task<Figures> WakingAsync(int runs)
    {
        const int Wakes = 50;
        List<double> costs = [];
        using var woken = new AutoResetEvent(false);
        using var never = new AutoResetEvent(false);
        for (var run = 0; run < runs; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var other = Task.Factory.StartNew(
                () =>
                {
                    for (var wake = 0; wake < Wakes; wake++)
                    {
                        woken.WaitOne();
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            for (var wake = 0; wake < Wakes; wake++)
            {
                _ = never.WaitOne(TimeSpan.FromMilliseconds(5));
                woken.Set();
            }

            await other;
            costs.Add((Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (2 * Wakes));
        }

        return new Figures("floor: a thread wakes up (\u00b5s of a processor)", costs, "");
    }

    /// <summary>A byte there and back over a loopback connection.</summary>
    public static async Task<Figures> RoundTripAsync(int runs)
    {
        List<double> times = [];
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptTcpClientAsync();
        server.NoDelay = true;
        var buffer = new byte[1];
        for (var run = 0; run < runs; run++)
        {
            var at = Stopwatch.GetTimestamp();
            await client.GetStream().WriteAsync(buffer);
            await server.GetStream().ReadExactlyAsync(buffer);
            await server.GetStream().WriteAsync(buffer);
            await client.GetStream().ReadExactlyAsync(buffer);
            times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }

        return new Figures("floor: loopback round trip (ms)", times, "");
    }
}
