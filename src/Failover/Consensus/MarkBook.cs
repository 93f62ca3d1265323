using Failover.Transport;
using Microsoft.Extensions.Logging;

namespace Failover.Consensus;

/// <summary>
/// This member's marks, from its data directory, and what it remembers of the others', which it keeps there. Safe to use from any thread.
/// </summary>
/// <remarks>
/// Each member judges itself: whoever remembers a mark tells it, and the member looks whether its own directory had it. What is remembered of
/// others is written within <see cref="SaveDelay"/>, beside everything else: nothing waits for it.
/// </remarks>
internal sealed class MarkBook(TimeProvider time, ILogger<MarkBook> logger) : IMarkBook
{
    private static readonly TimeSpan SaveDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Lock _saving = new();
    private readonly Dictionary<string, Mark> _acknowledged = [];
    private readonly Dictionary<string, Marks> _heardBefore = [];
    private Dictionary<string, Mark> _remembered = [];
    private DataDirectory? _directory;
    private Action<Exception> _fail = _ => { };
    private bool _isOutdated;
    private bool _isDirty;

    /// <inheritdoc />
    public Marks For(string member)
    {
        lock (_lock)
        {
            return _directory is null
                ? default
                : new Marks(_directory.Record.Marks[^1], _remembered.GetValueOrDefault(member), _acknowledged.GetValueOrDefault(member));
        }
    }

    /// <inheritdoc />
    public bool Hear(string member, Marks marks)
    {
        lock (_lock)
        {
            if (_directory is null)
            {
                // This member takes no part yet, or no longer. Whether it may is known when the directory is open: before its first vote.
                if (marks.Listener != default)
                {
                    _heardBefore[member] = marks;
                }

                return true;
            }

            if (member == _directory.Record.Member)
            {
                return true;
            }

            Remember(member, marks);
            if (!_isOutdated)
            {
                Judge(_directory, member, marks.Listener);
                _acknowledged[member] = _isOutdated ? default : marks.Listener;
            }

            return !_isOutdated;
        }
    }

    /// <summary>Which of these members do not remember this one's newest mark, as far as it has heard; itself is none of them.</summary>
    public IReadOnlyList<string> Unaware(IEnumerable<string> members)
    {
        lock (_lock)
        {
            return _directory is { Record: var record } && !_isOutdated
                ? [.. members.Where(member => member != record.Member && _acknowledged.GetValueOrDefault(member) != record.Marks[^1])]
                : [];
        }
    }

    /// <summary>Begins with what the directory says, and what others have said of it meanwhile.</summary>
    /// <param name="directory">The data directory of this member; closed before it is disposed.</param>
    /// <param name="fail">Is told once, when the directory turns out to be outdated; perhaps before this returns.</param>
    public void Open(DataDirectory directory, Action<Exception> fail)
    {
        lock (_lock)
        {
            _remembered = Read(directory.PeersPath);
            _fail = fail;
            _directory = directory;
            foreach (var (member, marks) in _heardBefore)
            {
                Hear(member, marks);
            }

            _heardBefore.Clear();
        }
    }

    /// <summary>Writes what is not written yet, and lets go of the directory.</summary>
    public void Close()
    {
        lock (_saving)
        {
            Save();
            lock (_lock)
            {
                _directory = null;
            }
        }
    }

    private Dictionary<string, Mark> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var remembered = CheckedFile.Read(path, ConsensusJson.Default.DictionaryStringMark);
        if (remembered is null)
        {
            // It protects the others, each of whom is remembered by more than this member.
            logger.PeersForgotten(path);
        }

        return remembered ?? [];
    }

    // Who has not said yet that it had the mark which is remembered must be told of it first, whatever it says of itself.
    private void Remember(string member, Marks marks)
    {
        var remembered = _remembered.GetValueOrDefault(member);
        if (marks.Acknowledged != remembered || marks.Speaker.Number <= remembered.Number)
        {
            return;
        }

        _remembered[member] = marks.Speaker;
        if (!_isDirty)
        {
            _isDirty = true;
            _ = SaveLaterAsync();
        }
    }

    private void Judge(DataDirectory directory, string member, Mark mark)
    {
        try
        {
            var had = directory.Record.Had(mark);
            if (directory.IsRejoining)
            {
                Rejoin(directory, had ? null : mark);
            }
            else if (!had)
            {
                _isOutdated = true;
                _fail(directory.Outdated(member));

                // The next start must refuse too, however many there are before another member is heard.
                directory.Keep(record => record with { OutdatedBy = member });
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _isOutdated = true;
            _fail(error);
        }
    }

    private static void Rejoin(DataDirectory directory, Mark? beyond)
    {
        if (beyond is { } mark)
        {
            directory.Keep(record => record.Beyond(mark));
        }
        else if (directory.Record.OutdatedBy is not null)
        {
            directory.Keep(record => record with { OutdatedBy = null });
        }

        directory.EndRejoining();
    }

    private async Task SaveLaterAsync()
    {
        await Task.Delay(SaveDelay, time).ConfigureAwait(false);
        lock (_saving)
        {
            Save();
        }
    }

    private void Save()
    {
        string path;
        Dictionary<string, Mark> remembered;
        lock (_lock)
        {
            if (_directory is null || !_isDirty)
            {
                return;
            }

            _isDirty = false;
            (path, remembered) = (_directory.PeersPath, new Dictionary<string, Mark>(_remembered));
        }

        try
        {
            CheckedFile.Write(path, remembered, ConsensusJson.Default.DictionaryStringMark);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next mark is another try.
            logger.PeersNotWritten(path, error);
        }
    }
}
