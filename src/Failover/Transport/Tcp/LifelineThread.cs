using System.Collections.Concurrent;
using System.Net.Sockets;
using static Failover.Transport.LinuxSockets;

namespace Failover.Transport;

/// <summary>A thread that has a listener and lifelines in a table of open files of its own (decision 18).</summary>
/// <remarks>
/// <para>When a process is killed, its threads end one after the other, and the last of them gives back the memory, which takes milliseconds
/// for each ten megabytes; only then it closes the files that the threads share. The files of this thread are closed when it ends.</para>
/// <para>It must call nothing that opens or closes files for others, queues to the thread pool or starts a thread: a thread begins
/// with its creator's table. So it touches no <see cref="Socket"/> and completes no task; what it accepts goes through a pair of sockets. Nor
/// may it handle a signal for the process.</para>
/// </remarks>
internal sealed class LifelineThread
{
    /// <summary>What the notes say that come out of the pair.</summary>
    public const byte Ready = 1, Unsupported = 2, Accepted = 3, OutOfSockets = 4, Failed = 5;

    private const int StackBytes = 256 * 1024;
    private const int PauseMilliseconds = 100;
    private const short Broken = 0x8 | 0x10; // POLLERR, POLLHUP

    private readonly int _listener;
    private readonly int _pair;
    private readonly SafeSocketHandle _otherEnd;
    private readonly ConcurrentQueue<Lifeline> _arriving = [];
    private readonly List<Lifeline> _lifelines = [];
    private readonly byte[] _scratch = new byte[1_024];
    private PollEntry[] _entries = new PollEntry[8];

    /// <param name="listener">The number of a listening socket that does not block, which every thread has still.</param>
    /// <param name="pair">The number of this thread's end of the pair, likewise.</param>
    /// <param name="otherEnd">The other end, for <see cref="Wake"/>. Closing it ends the thread.</param>
    public LifelineThread(int listener, int pair, SafeSocketHandle otherEnd)
    {
        _listener = listener;
        _pair = pair;
        _otherEnd = otherEnd;
        new Thread(Run, StackBytes) { IsBackground = true, Name = "Failover lifelines" }.UnsafeStart();
    }

    /// <summary>Safe to use from any thread, also after this one has ended.</summary>
    public void Add(Lifeline lifeline)
    {
        _arriving.Enqueue(lifeline);
        Wake();
    }

    /// <summary>Makes the thread look at what has changed. Safe to use from any thread.</summary>
    public void Wake()
    {
        try
        {
            _ = TrySend(_otherEnd, 0); // With no room for it, the thread has been woken often enough.
        }
        catch (ObjectDisposedException)
        {
            // The thread has ended.
        }
    }

    private void Run()
    {
        if (!TryBlockSignals() || !OwnFiles.TryHave(_listener, _pair))
        {
            TrySendFile(_pair, Unsupported, -1);
            return; // Both numbers are the process's still.
        }

        TrySendFile(_pair, Ready, -1);
        var accepts = true;
        var pauses = false;
        while (true)
        {
            var count = Arrange(accepts && !pauses);
            if (Poll(_entries, (nuint)count, pauses ? PauseMilliseconds : -1) < 0)
            {
                continue; // Interrupted by a signal.
            }

            pauses = false;
            if (_entries[0].Found != 0 && Receive(_pair, _scratch) == 0)
            {
                break;
            }

            if (_entries[1].Found != 0)
            {
                (accepts, pauses) = AcceptOne();
            }

            Tend(count);
        }

        foreach (var lifeline in _lifelines)
        {
            End(lifeline);
        }

        Close(_listener);
        Close(_pair); // The last: who waits at the other end knows then that the rest is closed.
    }

    /// <summary>Writes down what to wait for: the pair, the listener, and each lifeline.</summary>
    private int Arrange(bool accepts)
    {
        while (_arriving.TryDequeue(out var lifeline))
        {
            lifeline.Socket = BeginConnect(lifeline.Address.Span);
            if (lifeline.Socket >= 0)
            {
                _lifelines.Add(lifeline);
            }
        }

        if (_entries.Length < _lifelines.Count + 2)
        {
            _entries = new PollEntry[_lifelines.Count * 2];
        }

        _entries[0] = new PollEntry { File = _pair, Wanted = PollIn };
        _entries[1] = new PollEntry { File = accepts ? _listener : -1, Wanted = PollIn };
        for (var index = 0; index < _lifelines.Count; index++)
        {
            var lifeline = _lifelines[index];
            _entries[index + 2] = new PollEntry { File = lifeline.Socket, Wanted = lifeline.IsGreeted ? PollIn : PollOut };
        }

        return _lifelines.Count + 2;
    }

    private (bool Accepts, bool Pauses) AcceptOne()
    {
        const int BadNumber = 9, OutOfMemory = 12, Invalid = 22, FullTable = 23, FullProcess = 24, OutOfBuffers = 105;
        var accepted = Accept(_listener);
        if (accepted >= 0)
        {
            TrySendFile(_pair, Accepted, accepted);
            Close(accepted);
            return (true, false);
        }

        switch (LastError)
        {
            case FullTable or FullProcess or OutOfBuffers or OutOfMemory:
                TrySendFile(_pair, OutOfSockets, -1);
                return (true, true);
            case BadNumber or Invalid:
                TrySendFile(_pair, Failed, -1);
                return (false, false);
            default:
                return (true, false); // The peer gave up before it was accepted.
        }
    }

    private void Tend(int count)
    {
        for (var index = count - 3; index >= 0; index--)
        {
            var lifeline = _lifelines[index];
            var found = _entries[index + 2].Found;
            var goesOn = found == 0 || (lifeline.IsGreeted
                ? Receive(lifeline.Socket, _scratch) > 0
                : lifeline.IsGreeted = (found & Broken) == 0 && TrySend(lifeline.Socket, lifeline.Greeting.Span));
            if (!goesOn || lifeline.IsReleased)
            {
                End(lifeline);
                _lifelines.RemoveAt(index);
            }
        }
    }

    private static void End(Lifeline lifeline)
    {
        if (lifeline.IsGreeted)
        {
            TrySend(lifeline.Socket, [0]); // Goodbye.
        }

        Close(lifeline.Socket);
    }
}
