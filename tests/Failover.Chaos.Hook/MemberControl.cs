using System.IO.MemoryMappedFiles;
using Failover.Diagnostics;

namespace Failover.Chaos.Hook;

/// <summary>
/// Numbers that a test and a member share: a mapped file, which outlives the member. All members of this type are safe to use from any
/// thread; each number is written by one side, or by atomic operations.
/// </summary>
internal sealed unsafe class MemberControl : IDisposable
{
    /// <summary>The environment variable that tells a member where its file is.</summary>
    public const string Variable = "FAILOVER_CHAOS_CONTROL";

    /// <summary>What to do at the step; <see cref="FailpointAction"/>.</summary>
    public const int Action = 0;

    /// <summary>At which step; <see cref="Failpoint"/>.</summary>
    public const int Step = 1;

    /// <summary>How many times the step is to be reached until then.</summary>
    public const int Countdown = 2;

    /// <summary>How long a stall is, in milliseconds.</summary>
    public const int StallMilliseconds = 3;

    /// <summary>How often something was done at a step.</summary>
    public const int Done = 4;

    /// <summary>For how many milliseconds to block the thread pool; the member sets it back to 0 when it has begun.</summary>
    public const int BlockMilliseconds = 5;

    /// <summary>How often the pool was blocked until the time was over.</summary>
    public const int Blocks = 6;

    /// <summary>By how many milliseconds a leadership's token was cancelled later than the leadership was over, at the most.</summary>
    public const int LatestTokenMilliseconds = 7;

    /// <summary>How many ends of leaderships were watched.</summary>
    public const int EndsWatched = 8;

    /// <summary>How many entries go by between two snapshots; 0 for the usual number.</summary>
    public const int EntriesPerSnapshot = 9;

    private const int FirstCount = 16;
    private const int Bytes = 4_096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int* _numbers;

    private MemberControl(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, Bytes);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _numbers = (int*)start;
    }

    /// <summary>One of the numbers above.</summary>
    public ref int this[int index] => ref _numbers[index];

    /// <summary>How often a step was reached.</summary>
    public ref int Reached(Failpoint step) => ref _numbers[FirstCount + (int)step];

    /// <summary>Makes the file, with nothing but zeros.</summary>
    public static MemberControl Create(string path)
    {
        File.WriteAllBytes(path, new byte[Bytes]);
        return Open(path);
    }

    public static MemberControl Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, Bytes));

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
