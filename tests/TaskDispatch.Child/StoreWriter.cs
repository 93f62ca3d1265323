using System.Data.Common;
using TaskDispatch.Store;

namespace TaskDispatch.Child;

/// <summary>Enqueues, assigns and finishes tasks in a term as fast as it can, until it is killed or refused.</summary>
internal sealed class StoreWriter(ITaskStore store, long term)
{
    public async Task RunAsync()
    {
        var fence = new Fence("dispatcher", term, $"child-{Environment.ProcessId}");
        try
        {
            for (var number = 1; ; number++)
            {
                var key = $"{fence.Member}/{number}";
                var id = await store.EnqueueAsync(new NewTask(key, "payload", 1), CancellationToken.None);
                await TellAsync($"enqueued {key}");
                await store.AssignAsync(fence, id, fence.Member, DateTimeOffset.UnixEpoch, CancellationToken.None);
                await TellAsync($"assigned {key}");
                await store.RecordResultAsync(fence, id, fence.Member, key, CancellationToken.None);
                await TellAsync($"recorded {key}");
            }
        }
        catch (StaleTermException refusal)
        {
            await TellAsync($"refused {refusal.Operation}");
        }
        catch (DbException failure)
        {
            await TellAsync($"failed {failure.Message}");
        }
    }

    private static Task TellAsync(string line) => Console.Out.WriteLineAsync(line);
}
