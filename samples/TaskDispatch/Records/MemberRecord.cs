using System.Text.Json;
using Failover;
using TaskDispatch.Store;

namespace TaskDispatch.Records;

/// <summary>
/// What this process did and saw, as JSON lines in a file of its own, for the demo and the tests to check afterwards. Each line is one
/// write to the operating system, so that a killed process loses at most the line it was writing. Safe to use from any thread.
/// </summary>
/// <remarks>
/// Every stamp is taken <em>before</em> <see cref="Leadership.IsHeld"/> is read. A leadership that is held after the stamp was held
/// at the stamp, however long the process was paused in between; the other way round nothing would follow.
/// </remarks>
public sealed class MemberRecord : IDisposable
{
    /// <summary>At least this long from one written act to the next: at most 200 lines a second.</summary>
    private const long ActSpacingNanoseconds = 5_000_000;

    private readonly Lock _lock = new();
    private readonly string _member;
    private readonly FileStream _file;
    private long _lastActNanoseconds = long.MinValue / 2;

    /// <summary>Creates the file, with the line that the process started.</summary>
    /// <param name="directory">Where; created if need be.</param>
    /// <param name="member">The name of this member.</param>
    /// <exception cref="IOException">The file can not be created.</exception>
    public MemberRecord(string directory, string member)
    {
        _member = member;
        Directory.CreateDirectory(directory);
        var now = BootClock.NowNanoseconds;
        Process = $"{member}-{now}-{Environment.ProcessId}";
        FilePath = Path.Combine(directory, Process + ".jsonl");
        // Without a buffer each write goes straight to the operating system.
        _file = new FileStream(FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Write(Line(RecordKind.Started, now));
    }

    /// <summary>The name of this process life: member, start and process id.</summary>
    public string Process { get; }

    /// <summary>The file of this process life.</summary>
    public string FilePath { get; }

    public void LeaderSeen(ElectionSnapshot snapshot) => Write(Line(RecordKind.LeaderSeen, BootClock.NowNanoseconds) with
    {
        Election = snapshot.Election,
        Term = snapshot.Term,
        Leader = snapshot.Leader?.Member,
    });

    public void LeadershipBegan(Leadership leadership)
    {
        lock (_lock)
        {
            _lastActNanoseconds = long.MinValue / 2; // The first act of a term is always written.
        }

        Write(LeadershipLine(RecordKind.LeadershipBegan, leadership));
    }

    public void LeadershipEnded(Leadership leadership) => Write(LeadershipLine(RecordKind.LeadershipEnded, leadership));

    /// <summary>Notes an accepted write; called right after it. Acts that follow each other too closely are left out.</summary>
    /// <param name="leadership">In whose name.</param>
    /// <param name="operation">What was written.</param>
    /// <param name="beganNanoseconds">The stamp taken before <see cref="Leadership.IsHeld"/> was found true and the write was made.</param>
    public void Act(Leadership leadership, string operation, long beganNanoseconds)
    {
        var ended = BootClock.NowNanoseconds;
        var heldAtEnd = leadership.IsHeld;
        lock (_lock)
        {
            if (beganNanoseconds - _lastActNanoseconds < ActSpacingNanoseconds)
            {
                return;
            }

            _lastActNanoseconds = beganNanoseconds;
        }

        Write(Line(RecordKind.Act, beganNanoseconds) with
        {
            Election = leadership.Election,
            Term = leadership.Term,
            Held = true,
            EndNanoseconds = ended,
            HeldAtEnd = heldAtEnd,
            Operation = operation,
        });
    }

    public void Refused(StaleTermException refusal) => Write(Line(RecordKind.Refused, BootClock.NowNanoseconds) with
    {
        Election = refusal.Fence.Election,
        Term = refusal.Fence.Term,
        HighestTerm = refusal.HighestTerm,
        Operation = refusal.Operation,
    });

    public void Enqueued(string clientKey) =>
        Write(Line(RecordKind.Enqueued, BootClock.NowNanoseconds) with { ClientKey = clientKey });

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }

    private RecordLine LeadershipLine(RecordKind kind, Leadership leadership) => Line(kind, BootClock.NowNanoseconds) with
    {
        Election = leadership.Election,
        Term = leadership.Term,
        Held = leadership.IsHeld,
    };

    private RecordLine Line(RecordKind kind, long atNanoseconds) => new()
    {
        AtNanoseconds = atNanoseconds,
        Kind = kind,
        Member = _member,
        Process = Process,
    };

    private void Write(RecordLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, RecordJson.Default.RecordLine), (byte)'\n'];
        lock (_lock)
        {
            _file.Write(bytes);
        }
    }
}
