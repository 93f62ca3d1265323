using Failover.Transport;

namespace Failover.Consensus;

/// <summary>
/// The data directory of a member, opened, locked and checked. What DotNext stores there without checksums is compared
/// with records of our own, which are written before anything is promised to another member.
/// </summary>
/// <remarks>See docs/decisions/0006-data-directory.md for the reasoning and for the way back.</remarks>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>How far ahead of our own record DotNext's Raft term may be: a crash between two writes explains a few, not more.</summary>
    private const long MaxRaftTermLead = 1_000;

    private readonly Lock _recordLock = new();

    private readonly string _path;
    private readonly DirectoryLock _lock;
    private ProgressFile? _progress;
    private volatile MemberRecord? _record;

    private DataDirectory(string path, DirectoryLock directoryLock)
    {
        _path = path;
        _lock = directoryLock;
        Snapshots = new SnapshotStore(Path.Combine(path, "snapshots"));
    }

    /// <summary>The folder of DotNext's log.</summary>
    public string RaftPath => Path.Combine(_path, "raft");

    public string RaftStatePath => Path.Combine(RaftPath, "state");

    public string MemberRecordPath => Path.Combine(_path, "member");

    /// <summary>What this member remembers of the others' marks.</summary>
    public string PeersPath => Path.Combine(_path, "peers");

    public SnapshotStore Snapshots { get; }

    /// <summary>The newest snapshot that is sound, with the state in it.</summary>
    public (StoredSnapshot Snapshot, ReadOnlyMemory<byte> State)? Newest { get; private set; }

    /// <summary>What is on disk. Safe to read from any thread.</summary>
    public MemberRecord Record => _record!;

    public ProgressFile Progress => _progress ?? throw new ObjectDisposedException(nameof(DataDirectory));

    private string CheckpointPath => Path.Combine(RaftPath, "checkpoint");

    /// <summary>
    /// Whether an operator lets this member come back without all that it promised, by a file of that name, because the way back was followed.
    /// True for the whole life of the process.
    /// </summary>
    public bool IsRejoining { get; private set; }

    private string RejoinPath => Path.Combine(_path, "rejoin");

    private string ProgressPath => Path.Combine(_path, "progress");

    /// <summary>Locks and checks the directory; creates it when there is none.</summary>
    /// <exception cref="DataDirectoryException">It is in use, somebody else's, or damaged.</exception>
    public static DataDirectory Open(ConsensusSettings settings)
    {
        var path = Path.GetFullPath(settings.DataDirectory);
        Directory.CreateDirectory(path);
        var directory = new DataDirectory(path, DirectoryLock.Acquire(path));
        try
        {
            directory.Load(settings);
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Says what is wrong with the directory, and where the way back is described.</summary>
    public DataDirectoryException Damaged(string path, string what, Exception? cause = null) => new(
        _path,
        path,
        $"{path}: {what} This member does not start, because it could break what it promised the other members. "
        + "The way back is described in docs/decisions/0006-data-directory.md#the-way-back.",
        cause);

    /// <summary>Says that the directory lacks something that this member had promised, as another member remembers.</summary>
    public DataDirectoryException Outdated(string member) => new(
        _path,
        MemberRecordPath,
        $"The data directory {_path} is older than what this member promised: member '{member}' remembers more of it. It was emptied, or replaced "
        + "by an older copy, such as a backup. This member does not start, because it could break what it promised the other members. "
        + "The way back is described in docs/decisions/0006-data-directory.md#the-way-back.");

    /// <summary>Writes the record with a new mark. Safe to call from any thread.</summary>
    /// <exception cref="IOException">It could not be written; nothing may be sent any more.</exception>
    public MemberRecord Keep(Func<MemberRecord, MemberRecord> change)
    {
        lock (_recordLock)
        {
            var record = change(Record).WithNewMark();
            CheckedFile.Write(MemberRecordPath, record, ConsensusJson.Default.MemberRecord);
            return _record = record;
        }
    }

    /// <summary>The next start is a usual one again.</summary>
    public void EndRejoining() => File.Delete(RejoinPath);

    public void Dispose()
    {
        _progress?.Dispose();
        _progress = null;
        _lock.Dispose();
    }

    private void Load(ConsensusSettings settings)
    {
        if (!File.Exists(MemberRecordPath))
        {
            Initialize(settings);
        }

        _record = CheckedFile.Read(MemberRecordPath, ConsensusJson.Default.MemberRecord) ?? throw Damaged(MemberRecordPath, "The record of this member does not match its checksum.");
        CheckOwner(settings);
        IsRejoining = File.Exists(RejoinPath);
        if (Record.OutdatedBy is { } other && !IsRejoining)
        {
            throw Outdated(other);
        }

        CheckPromises();
        var progress = File.Exists(ProgressPath)
            ? ProgressFile.Read(ProgressPath) ?? throw Damaged(ProgressPath, "The record of the log's progress does not match its checksum.")
            : throw Damaged(ProgressPath, "The record of the log's progress is missing.");
        LoadSnapshot(progress);
        CheckLog(progress);
        RaftPageFiles.Complete(RaftPath);
        _progress = new ProgressFile(ProgressPath, progress);

        // From here on this directory and any copy of it go different ways.
        Keep(record => record);
    }

    // The member record is written last: a directory without it holds nothing that was ever promised to anybody.
    private void Initialize(ConsensusSettings settings)
    {
        if (Directory.Exists(RaftPath) || Snapshots.Exists)
        {
            throw Damaged(MemberRecordPath, "The record of this member is missing, although the directory holds a log.");
        }

        ProgressFile.Create(ProgressPath);
        var record = new MemberRecord(settings.ClusterId, settings.Self, 0, null, NamesOf(settings), [new Mark(1, Guid.NewGuid())]);
        CheckedFile.Write(MemberRecordPath, record, ConsensusJson.Default.MemberRecord);
    }

    private void CheckOwner(ConsensusSettings settings)
    {
        if (Record.ClusterId != settings.ClusterId || Record.Member != settings.Self)
        {
            throw new DataDirectoryException(
                _path,
                MemberRecordPath,
                $"The data directory {_path} belongs to member '{Record.Member}' of cluster '{Record.ClusterId}', "
                + $"not to member '{settings.Self}' of cluster '{settings.ClusterId}'. Configure the directory that belongs to this member.");
        }

        if (!Record.Members.SequenceEqual(NamesOf(settings)))
        {
            throw new DataDirectoryException(
                _path,
                MemberRecordPath,
                $"The data directory {_path} is that of a cluster with the members {string.Join(", ", Record.Members)}, "
                + $"but configured are {string.Join(", ", NamesOf(settings))}. With another list this member could find a majority of its own, "
                + "and lead beside another leader. Configure the members that the cluster has; their addresses may change, their names may not.");
        }
    }

    private static string[] NamesOf(ConsensusSettings settings) => [.. settings.Members.Keys.Order(StringComparer.Ordinal)];

    // DotNext's file is written first, ours before anything leaves the process: so theirs may be ahead, never behind.
    private void CheckPromises()
    {
        var stored = RaftStateFile.Read(RaftStatePath);
        if (stored is not { } state)
        {
            if (Record is { RaftTerm: 0, Vote: null })
            {
                return;
            }

            throw Damaged(RaftStatePath, $"The file is missing or cut short; Raft term {Record.RaftTerm} was promised.");
        }

        if (state.RaftTerm < Record.RaftTerm)
        {
            throw Damaged(RaftStatePath, $"It says Raft term {state.RaftTerm}, but Raft term {Record.RaftTerm} was promised.");
        }

        if (state.RaftTerm > Record.RaftTerm + MaxRaftTermLead)
        {
            throw Damaged(RaftStatePath, $"It says Raft term {state.RaftTerm}, implausibly far beyond {Record.RaftTerm}, the last that was used.");
        }

        if (state.RaftTerm == Record.RaftTerm && Record.Vote is not null && state.Vote != Record.Vote)
        {
            throw Damaged(RaftStatePath, $"Its vote in Raft term {state.RaftTerm} is not the one that was given.");
        }
    }

    private void LoadSnapshot(LogProgress progress)
    {
        Newest = Snapshots.LoadNewest();
        var index = Newest?.Snapshot.Index ?? 0;
        if (index < progress.InstalledSnapshot)
        {
            throw Damaged(
                Snapshots.Path,
                $"The log begins after entry {progress.InstalledSnapshot}, but the newest sound snapshot is of entry {index}.");
        }
    }

    private void CheckLog(LogProgress progress)
    {
        var snapshotIndex = Newest?.Snapshot.Index ?? 0;
        var stored = RaftCheckpointFile.Read(CheckpointPath);
        var (commitIndex, lastIndex) = stored ?? (0, 0);
        if (Math.Max(lastIndex, snapshotIndex) < progress.LastIndex || commitIndex < 0 || lastIndex < 0)
        {
            throw Damaged(
                CheckpointPath,
                stored is null
                    ? $"The file is missing or cut short; entries up to {progress.LastIndex} were acknowledged."
                    : $"It says that the log ends at entry {lastIndex}, but entries up to {progress.LastIndex} were acknowledged.");
        }

        // What lies beyond our record was acknowledged to nobody: left by a crash between two writes, or by damage.
        if (lastIndex > progress.LastIndex || commitIndex > progress.CommitIndex)
        {
            RaftCheckpointFile.Write(
                CheckpointPath,
                Math.Min(commitIndex, progress.CommitIndex),
                Math.Min(lastIndex, progress.LastIndex));
        }
    }
}
